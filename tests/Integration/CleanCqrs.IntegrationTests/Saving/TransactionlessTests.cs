using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class TransactionlessTests : BankTest
{
    [Fact]
    public async Task A_context_that_never_opens_transactions_does_not_save_an_account()
    {
        await using var scope = Bank.Build().Enter(out var context);
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        context.Add(Account.Open("a"));

        var error = await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token));

        error.Message.ShouldBe(
            "BankContext saves without a transaction (AutoTransactionBehavior.Never), so an aggregate could be saved without its events. "
            + "Leave AutoTransactionBehavior at WhenNeeded, or open a transaction before SaveChanges.");
        Bank.CountAccounts().ShouldBe(0);
        Bank.Outbox().ShouldBeEmpty();
    }

    [Fact]
    public async Task Inside_a_transaction_of_the_caller_it_does()
    {
        await using var scope = Bank.Build().Enter(out var context);
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        context.Add(Account.Open("a"));

        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        await context.SaveChangesAsync(Token);
        await transaction.CommitAsync(Token);

        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task What_is_no_account_is_saved_as_ever()
    {
        await using var scope = Bank.Build().Enter(out var context);
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        context.Add(new Branch { Name = "main street" });

        (await context.SaveChangesAsync(Token)).ShouldBe(1);
    }
}
