using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class RepairTests : BankTest
{
    [Fact]
    public async Task A_save_that_breaks_a_constraint_leaves_nothing()
    {
        var host = Bank.Build();
        await host.SaveAsync(AddBranchAsync);
        await using var scope = host.Enter(out var context);
        context.Add(Account.Open("a"));
        await AddBranchAsync(context);

        await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Token));

        Bank.CountAccounts().ShouldBe(0);
        Bank.Outbox().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_context_whose_save_failed_can_be_repaired_and_saves_every_event_once()
    {
        var host = Bank.Build();
        await host.SaveAsync(AddBranchAsync);
        await using var scope = host.Enter(out var context);
        var account = Account.Open("a");
        context.Add(account);
        await AddBranchAsync(context);
        await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Token));
        await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Token));

        context.Branches.Local.Single().Name = "another";
        account.Deposit(5);
        await context.SaveChangesAsync(Token);

        Bank.CountAccounts().ShouldBe(1);
        Bank.OutboxNames().ShouldBe(["a/1", "a/2"]);
        account.RaisedEvents.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_await_too_a_failed_save_can_be_repaired()
    {
        var host = Bank.Build();
        await host.SaveAsync(AddBranchAsync);
        await using var scope = host.Enter(out var context);
        context.Add(Account.Open("a"));
        await AddBranchAsync(context);
        Should.Throw<DbUpdateException>(() => SaveSynchronously(context));

        context.Branches.Local.Clear();
        SaveSynchronously(context);

        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task A_cancelled_save_leaves_nothing_and_can_be_repeated()
    {
        await using var scope = Bank.Build().Enter(out var context);
        context.Add(Account.Open("a"));
        await Should.ThrowAsync<OperationCanceledException>(() => context.SaveChangesAsync(new CancellationToken(canceled: true)));
        Bank.Outbox().ShouldBeEmpty();

        await context.SaveChangesAsync(Token);

        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task An_account_that_is_given_up_after_a_save_was_stopped_leaves_no_event_behind()
    {
        var veto = new Veto();
        var host = Bank.Build(setup => setup.Compose = chain =>
            chain.Services.ConfigureDbContext<BankContext>(options => options.AddInterceptors(veto)));
        await using var scope = host.Enter(out var context);
        var givenUp = context.Add(Account.Open("a"));
        await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token));

        givenUp.State = EntityState.Detached;
        context.Add(Account.Open("b"));
        veto.IsOn = false;
        await context.SaveChangesAsync(Token);

        Bank.CountAccounts().ShouldBe(1);
        Bank.OutboxNames().ShouldBe(["b/1"]);
    }

    private static Task AddBranchAsync(BankContext context)
    {
        context.Add(new Branch { Name = "main street" });
        return Task.CompletedTask;
    }

    private static void SaveSynchronously(BankContext context) => context.SaveChanges();

    private sealed class Veto : SaveChangesInterceptor
    {
        public bool IsOn { get; set; } = true;

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            IsOn ? throw new InvalidOperationException("Not today.") : ValueTask.FromResult(result);
    }
}
