using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class ContextRegistrationTests : BankTest
{
    [Theory]
    [MemberData(nameof(ContextRegistration.All), MemberType = typeof(ContextRegistration))]
    public async Task However_the_context_is_registered_a_plain_save_fills_the_outbox_and_the_events_arrive(string method)
    {
        var host = await Bank.StartAsync(setup => setup.RegisterWriteContext = ContextRegistration.Of(method));

        await host.OpenAsync("a");
        await host.ChangeAsync("a", account => account.Deposit(5));

        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a") == "opened +5", "the statement shows both events");
    }

    [Theory]
    [MemberData(nameof(ContextRegistration.Factories), MemberType = typeof(ContextRegistration))]
    public async Task A_context_from_a_factory_fills_the_outbox(string method)
    {
        var host = Bank.Build(setup => setup.RegisterWriteContext = ContextRegistration.Of(method));
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<BankContext>>().CreateDbContextAsync(Token);
        context.Add(Account.Open("a"));

        await context.SaveChangesAsync(Token);

        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Theory]
    [MemberData(nameof(ContextRegistration.All), MemberType = typeof(ContextRegistration))]
    public async Task A_save_that_failed_leaves_nothing_behind_for_the_next_user_of_the_context(string method)
    {
        var host = Bank.Build(setup => setup.RegisterWriteContext = ContextRegistration.Of(method));
        await host.SaveAsync(context => context.AddAsync(new Branch { Name = "main street" }, Token).AsTask());
        var failed = Account.Open("a");
        await using (host.Enter(out var context))
        {
            context.Add(failed);
            context.Add(new Branch { Name = "main street" });
            await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Token));
        }

        await host.OpenAsync("b");

        Bank.CountAccounts().ShouldBe(1);
        Bank.OutboxNames().ShouldBe(["b/1"]);
        failed.RaisedEvents.Count.ShouldBe(1, "its events were never saved");
    }

    [Theory]
    [MemberData(nameof(ContextRegistration.All), MemberType = typeof(ContextRegistration))]
    public async Task A_transaction_that_was_given_up_leaves_nothing_behind_for_the_next_user_of_the_context(string method)
    {
        var host = Bank.Build(setup => setup.RegisterWriteContext = ContextRegistration.Of(method));
        await using (host.Enter(out var context))
        {
            await using var transaction = await context.Database.BeginTransactionAsync(Token);
            context.Add(Account.Open("a"));
            await context.SaveChangesAsync(acceptAllChangesOnSuccess: false, Token);
        }

        await host.OpenAsync("b");

        Bank.CountAccounts().ShouldBe(1);
        Bank.OutboxNames().ShouldBe(["b/1"]);
    }
}
