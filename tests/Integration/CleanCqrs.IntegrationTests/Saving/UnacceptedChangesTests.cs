using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class UnacceptedChangesTests : BankTest
{
    [Fact]
    public async Task A_save_that_is_accepted_later_stores_every_event_once()
    {
        await using var scope = Bank.Build().Enter(out var context);
        var account = Account.Open("a");
        context.Add(account);

        await context.SaveChangesAsync(acceptAllChangesOnSuccess: false, Token);
        context.ChangeTracker.AcceptAllChanges();
        account.Deposit(5);
        await context.SaveChangesAsync(Token);

        Bank.OutboxNames().ShouldBe(["a/1", "a/2"]);
        context.ChangeTracker.Entries().Count().ShouldBe(1, "only the account is still tracked");
    }

    [Fact]
    public async Task A_save_that_was_rolled_back_before_it_was_accepted_can_be_repeated_with_its_events()
    {
        await using var scope = Bank.Build().Enter(out var context);
        context.Add(Account.Open("a"));
        await using (var transaction = await context.Database.BeginTransactionAsync(Token))
        {
            await context.SaveChangesAsync(acceptAllChangesOnSuccess: false, Token);
            await transaction.RollbackAsync(Token);
        }

        await context.SaveChangesAsync(Token);

        Bank.CountAccounts().ShouldBe(1);
        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task A_repeated_save_that_fails_once_more_still_has_its_events_the_third_time()
    {
        var host = Bank.Build();
        await host.SaveAsync(context => context.AddAsync(new Branch { Name = "main street" }, Token).AsTask());
        await using var scope = host.Enter(out var context);
        var account = Account.Open("a");
        context.Add(account);
        await using (var transaction = await context.Database.BeginTransactionAsync(Token))
        {
            await context.SaveChangesAsync(acceptAllChangesOnSuccess: false, Token);
            await transaction.RollbackAsync(Token);
        }

        account.Deposit(5);
        context.Add(new Branch { Name = "main street" });
        await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Token));
        context.Branches.Local.Clear();
        await context.SaveChangesAsync(Token);

        Bank.OutboxNames().Order(StringComparer.Ordinal).ShouldBe(["a/1", "a/2"]);
        Bank.OutboxNames().ShouldBe(["a/1", "a/2"], "positions follow versions");
    }
}
