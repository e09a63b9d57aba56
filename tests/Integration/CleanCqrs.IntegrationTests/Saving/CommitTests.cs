using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class CommitTests : BankTest
{
    [Fact]
    public async Task A_plain_save_commits_the_account_and_its_events_together()
    {
        await using var scope = Bank.Build().Enter(out var context);
        var account = Account.Open("a");
        account.Deposit(5);
        context.Add(account);

        await context.SaveChangesAsync(Token);

        Bank.CountAccounts().ShouldBe(1);
        Bank.Outbox().Select(message => (message.Name, message.EventType, message.Status)).ShouldBe(
            [("a/1", "bank.accounts.opened.v1", "pending"), ("a/2", "bank.accounts.deposited.v1", "pending")]);
    }

    [Fact]
    public async Task A_plain_save_without_await_commits_the_account_and_its_events_together()
    {
        await using var scope = Bank.Build().Enter(out var context);
        context.Add(Account.Open("a"));

        SaveSynchronously(context);

        Bank.CountAccounts().ShouldBe(1);
        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task A_saved_account_has_no_events_left_and_a_second_save_adds_none()
    {
        await using var scope = Bank.Build().Enter(out var context);
        var account = Account.Open("a");
        context.Add(account);
        await context.SaveChangesAsync(Token);

        await context.SaveChangesAsync(Token);

        account.RaisedEvents.ShouldBeEmpty();
        context.ChangeTracker.Entries().Count().ShouldBe(1, "only the account is still tracked");
        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task Changes_of_one_account_in_several_saves_continue_its_versions()
    {
        await using var scope = Bank.Build().Enter(out var context);
        var account = Account.Open("a");
        context.Add(account);
        await context.SaveChangesAsync(Token);
        account.Deposit(1);
        await context.SaveChangesAsync(Token);
        account.Deposit(2);
        account.Close();
        await context.SaveChangesAsync(Token);

        Bank.OutboxNames().ShouldBe(["a/1", "a/2", "a/3", "a/4"]);
    }

    [Fact]
    public async Task A_committed_transaction_of_the_caller_holds_the_account_and_its_events()
    {
        await using var scope = Bank.Build().Enter(out var context);
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        context.Add(Account.Open("a"));
        await context.SaveChangesAsync(Token);
        context.Add(Account.Open("b"));
        await context.SaveChangesAsync(Token);
        Bank.Outbox().ShouldBeEmpty("nothing is committed yet");

        await transaction.CommitAsync(Token);

        Bank.CountAccounts().ShouldBe(2);
        Bank.OutboxNames().ShouldBe(["a/1", "b/1"]);
    }

    [Fact]
    public async Task A_transaction_that_is_rolled_back_leaves_neither_the_account_nor_its_events()
    {
        await using var scope = Bank.Build().Enter(out var context);
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        context.Add(Account.Open("a"));
        await context.SaveChangesAsync(Token);

        await transaction.RollbackAsync(Token);

        Bank.CountAccounts().ShouldBe(0);
        Bank.Outbox().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_account_leaves_its_last_event()
    {
        var host = Bank.Build();
        await host.OpenAsync("a");

        await host.SaveAsync(async context =>
        {
            var account = (await context.Accounts.FindAsync(["a"], Token))!;
            account.Close();
            context.Remove(account);
        });

        Bank.CountAccounts().ShouldBe(0);
        Bank.OutboxNames().ShouldBe(["a/1", "a/2"]);
    }

    [Fact]
    public async Task Events_of_many_accounts_in_one_save_keep_the_order_of_each_account()
    {
        await using var scope = Bank.Build().Enter(out var context);
        var accounts = Enumerable.Range(0, 100).Select(number => Account.Open($"account-{number:000}")).ToList();
        for (var round = 1; round <= 3; round++)
        {
            accounts.ForEach(account => account.Deposit(round));
        }

        context.AddRange(accounts);
        await context.SaveChangesAsync(Token);

        var outbox = Bank.Outbox();
        outbox.Count.ShouldBe(400);
        foreach (var stream in outbox.GroupBy(message => message.StreamId))
        {
            stream.Select(message => message.Version).ShouldBe([1, 2, 3, 4]);
        }
    }

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(10_001, 1)]
    public async Task Thousands_of_events_fit_into_one_save(int accounts, int eventsOfEach)
    {
        await using var scope = Bank.Build().Enter(out var context);
        foreach (var number in Enumerable.Range(0, accounts))
        {
            var account = Account.Open($"account-{number}");
            for (var i = 1; i < eventsOfEach; i++)
            {
                account.Deposit(i);
            }

            context.Add(account);
        }

        await context.SaveChangesAsync(Token);

        var outbox = Bank.Outbox();
        outbox.Count.ShouldBe(accounts * eventsOfEach);
        outbox.ShouldAllBe(message => message.Version <= eventsOfEach);
        outbox.Select(message => message.Name).Distinct().Count().ShouldBe(outbox.Count);
    }

    private static void SaveSynchronously(BankContext context) => context.SaveChanges();
}
