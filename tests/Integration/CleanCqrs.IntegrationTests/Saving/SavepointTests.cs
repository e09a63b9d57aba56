using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class SavepointTests : BankTest
{
    [Fact]
    public async Task What_is_rolled_back_to_a_savepoint_leaves_no_event()
    {
        await using var scope = Bank.Build().Enter(out var context);
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        context.Add(Account.Open("a"));
        await context.SaveChangesAsync(Token);
        await transaction.CreateSavepointAsync("before b", Token);
        context.Add(Account.Open("b"));
        await context.SaveChangesAsync(Token);

        await transaction.RollbackToSavepointAsync("before b", Token);
        context.ChangeTracker.Clear();
        context.Add(Account.Open("c"));
        await context.SaveChangesAsync(Token);
        await transaction.CommitAsync(Token);

        Bank.CountAccounts().ShouldBe(2);
        Bank.OutboxNames().ShouldBe(["a/1", "c/1"]);
    }

    [Fact]
    public async Task A_failed_save_in_the_middle_of_a_transaction_takes_back_only_itself()
    {
        var host = Bank.Build();
        await host.SaveAsync(context => context.AddAsync(new Branch { Name = "main street" }, Token).AsTask());
        await using var scope = host.Enter(out var context);
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        var account = Account.Open("a");
        context.Add(account);
        await context.SaveChangesAsync(Token);
        account.Deposit(5);
        context.Add(new Branch { Name = "main street" });
        await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Token));

        context.Branches.Local.Clear();
        await context.SaveChangesAsync(Token);
        await transaction.CommitAsync(Token);

        Bank.OutboxNames().ShouldBe(["a/1", "a/2"]);
    }
}
