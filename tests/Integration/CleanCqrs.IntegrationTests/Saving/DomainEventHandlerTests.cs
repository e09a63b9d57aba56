using CleanCqrs.Application.DomainEvents;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class DomainEventHandlerTests : BankTest
{
    [Fact]
    public async Task An_event_raised_by_a_handler_on_another_account_is_saved_in_the_same_transaction()
    {
        var host = Bank.Build(setup => setup.Types.Add(typeof(CreditTheHouse)));
        await host.OpenAsync("house");

        await host.OpenAsync("a");

        Bank.OutboxNames().Order(StringComparer.Ordinal).ShouldBe(["a/1", "house/1", "house/2"]);
        await using var scope = host.Enter(out var context);
        (await context.Accounts.AsNoTracking().SingleAsync(account => account.Id == "house", Token)).Balance.ShouldBe(1);
    }

    [Fact]
    public async Task Handlers_run_in_a_save_without_await_too()
    {
        var host = Bank.Build(setup => setup.Types.Add(typeof(CreditTheHouse)));
        await host.OpenAsync("house");
        await using var scope = host.Enter(out var context);
        context.Add(Account.Open("a"));

        SaveSynchronously(context);

        Bank.OutboxNames().Order(StringComparer.Ordinal).ShouldBe(["a/1", "house/1", "house/2"]);
    }

    [Fact]
    public async Task Every_handler_of_an_event_runs_once_per_event()
    {
        var host = Bank.Build(setup => setup.Types.AddRange([typeof(CreditTheHouse), typeof(OpenAShadow)]));
        await host.OpenAsync("house");

        await host.OpenAsync("a", "b");

        Bank.OutboxNames().Order(StringComparer.Ordinal).ShouldBe(
            ["a/1", "a:shadow/1", "b/1", "b:shadow/1", "house/1", "house/2", "house/3", "house/4", "house/5", "house/6", "house:shadow/1"]);
    }

    [Fact]
    public async Task A_handler_that_throws_stops_the_save_and_leaves_nothing()
    {
        await using var scope = Bank.Build(setup => setup.Types.Add(typeof(Refuse))).Enter(out var context);
        context.Add(Account.Open("a"));

        (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token))).Message.ShouldBe("Not with us.");

        Bank.CountAccounts().ShouldBe(0);
        Bank.Outbox().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_handler_that_refused_is_asked_again_when_the_save_is_repeated()
    {
        await using var scope = Bank.Build(setup => setup.Types.Add(typeof(Refuse))).Enter(out var context);
        context.Add(Account.Open("a"));
        await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token));

        (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token))).Message.ShouldBe("Not with us.");

        Bank.Outbox().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeated_save_does_not_run_the_handlers_again()
    {
        var host = Bank.Build(setup => setup.Types.Add(typeof(CreditTheHouse)));
        await host.OpenAsync("house");
        await host.SaveAsync(context => context.AddAsync(new Branch { Name = "main street" }, Token).AsTask());
        await using var scope = host.Enter(out var context);
        context.Add(Account.Open("a"));
        context.Add(new Branch { Name = "main street" });
        await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Token));

        context.Branches.Local.Clear();
        await context.SaveChangesAsync(Token);

        Bank.OutboxNames().Order(StringComparer.Ordinal).ShouldBe(["a/1", "house/1", "house/2"]);
    }

    [Fact]
    public async Task Handlers_that_keep_raising_events_are_stopped_with_a_clear_error()
    {
        await using var scope = Bank.Build(setup => setup.Types.Add(typeof(DepositAgain))).Enter(out var context);
        var account = Account.Open("a");
        account.Deposit(1);
        context.Add(account);

        var error = await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token));

        error.Message.ShouldBe(
            "Domain event handlers have raised more than 10000 events in one save; the last one is MoneyDeposited. "
            + "Do the handlers of two domain events keep raising each other?");
        Bank.Outbox().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_handler_that_saves_by_itself_doubles_no_event()
    {
        await using var scope = Bank.Build(setup => setup.Types.AddRange([typeof(SaveAtOnce), typeof(OpenAShadow)])).Enter(out var context);
        var account = Account.Open("a");
        account.Deposit(5);
        context.AddRange(account, Account.Open("b"));

        await context.SaveChangesAsync(Token);

        Bank.OutboxNames().Order(StringComparer.Ordinal).ShouldBe(["a/1", "a/2", "a:shadow/1", "b/1", "b:shadow/1"]);
        Bank.CountAccounts().ShouldBe(4);
    }

    [Theory]
    [MemberData(nameof(ContextRegistration.All), MemberType = typeof(ContextRegistration))]
    public async Task Handlers_change_the_very_context_that_is_being_saved(string method)
    {
        var host = Bank.Build(setup =>
        {
            setup.RegisterWriteContext = ContextRegistration.Of(method);
            setup.Types.Add(typeof(OpenAShadow));
        });

        await host.OpenAsync("a");
        await host.OpenAsync("b");

        Bank.OutboxNames().Order(StringComparer.Ordinal).ShouldBe(["a/1", "a:shadow/1", "b/1", "b:shadow/1"]);
    }

    private static void SaveSynchronously(BankContext context) => context.SaveChanges();

    private sealed class CreditTheHouse(BankContext context) : IDomainEventHandler<AccountOpened>
    {
        public async Task HandleAsync(AccountOpened domainEvent, CancellationToken cancellationToken)
        {
            if (domainEvent.AccountId != "house")
            {
                (await context.Accounts.FindAsync(["house"], cancellationToken))!.Deposit(1);
            }
        }
    }

    private sealed class OpenAShadow(BankContext context) : IDomainEventHandler<AccountOpened>
    {
        public Task HandleAsync(AccountOpened domainEvent, CancellationToken cancellationToken)
        {
            if (!domainEvent.AccountId.EndsWith(":shadow", StringComparison.Ordinal))
            {
                context.Add(Account.Open($"{domainEvent.AccountId}:shadow"));
            }

            return Task.CompletedTask;
        }
    }

    private sealed class Refuse : IDomainEventHandler<AccountOpened>
    {
        public Task HandleAsync(AccountOpened domainEvent, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Not with us.");
    }

    private sealed class DepositAgain(BankContext context) : IDomainEventHandler<MoneyDeposited>
    {
        public Task HandleAsync(MoneyDeposited domainEvent, CancellationToken cancellationToken)
        {
            context.Accounts.Local.Single().Deposit(1);
            return Task.CompletedTask;
        }
    }

    private sealed class SaveAtOnce(BankContext context) : IDomainEventHandler<AccountOpened>
    {
        public Task HandleAsync(AccountOpened domainEvent, CancellationToken cancellationToken) =>
            context.SaveChangesAsync(cancellationToken);
    }
}
