using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Saving;

/// <summary>
/// Writers of one process on one file of SQLite. Its driver does everything on the thread of the caller: a save that waited inside SQLite
/// would not even return its task.
/// </summary>
public sealed class WriterTurnTests : BankTest
{
    [Fact]
    public async Task Saves_that_wait_for_another_transaction_hold_no_thread()
    {
        var host = Bank.Build();
        await using var scope = host.Enter(out var context);
        await using var transaction = await context.Database.BeginTransactionAsync(Token);

        var saving = Enumerable.Range(0, 50).Select(number => host.OpenAsync($"account-{number}")).ToList();

        saving.ShouldAllBe(save => !save.IsCompleted);
        context.Add(Account.Open("first"));
        await context.SaveChangesAsync(Token);
        await transaction.CommitAsync(Token);
        await Task.WhenAll(saving);
        Bank.OutboxNames()[0].ShouldBe("first/1");
        Bank.CountAccounts().ShouldBe(51);
    }

    [Theory]
    [InlineData("statement")]
    [InlineData("query that writes")]
    [InlineData("bulk update")]
    [InlineData("row")]
    public async Task Statements_without_a_transaction_that_wait_for_one_hold_no_thread(string kind)
    {
        var host = Bank.Build();
        Bank.Execute("INSERT INTO branches (name) VALUES ('')");
        await using var scope = host.Enter(out var context);
        await using var transaction = await context.Database.BeginTransactionAsync(Token);

        var writing = Enumerable.Range(0, 50).Select(number => WriteAloneAsync(host, kind, number)).ToList();

        writing.ShouldAllBe(write => !write.IsCompleted);
        await transaction.DisposeAsync();
        await Task.WhenAll(writing);
        Bank.Read("SELECT sum(length(name)) FROM branches").ShouldBe(50L);
    }

    [Fact]
    public async Task A_statement_that_is_cancelled_while_it_waits_leaves_the_queue()
    {
        var host = Bank.Build();
        await using var scope = host.Enter(out var context);
        await using var other = host.Enter(out var waiting);
        using var cancellation = new CancellationTokenSource();
        var transaction = await context.Database.BeginTransactionAsync(Token);
        var writing = waiting.Database.ExecuteSqlRawAsync("UPDATE outbox_leases SET epoch = epoch", cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => writing);
        await transaction.DisposeAsync();

        await host.OpenAsync("a");

        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_transaction_that_is_given_up_lets_the_next_one_in(bool isConnectionOpen)
    {
        var host = Bank.Build();
        await using var scope = host.Enter(out var context);
        if (isConnectionOpen)
        {
            await context.Database.OpenConnectionAsync(Token);
        }

        var transaction = await context.Database.BeginTransactionAsync(Token);
        var saving = host.OpenAsync("a");
        await transaction.DisposeAsync();

        await saving;

        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task A_save_waits_for_another_process_and_is_repeated_until_its_turn_comes()
    {
        var host = Bank.Build();
        using var other = new SqliteConnection(BankFiles.ConnectionTo(Bank.Files.Write));
        other.Open();
        using var begin = other.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();

        var begun = 0;
        var saving = Enumerable.Range(0, 5).Select(number => Task.Run(
            () =>
            {
                Interlocked.Increment(ref begun);
                return host.OpenAsync($"account-{number}");
            },
            Token)).ToList();
        await Eventually.HoldsAsync(() => Volatile.Read(ref begun) == 5, "all have begun to save");
        begin.CommandText = "COMMIT";
        begin.ExecuteNonQuery();

        await Task.WhenAll(saving);
        Bank.CountAccounts().ShouldBe(5);
    }

    [Fact]
    public async Task Whoever_waits_for_himself_hears_of_it_and_does_not_stop_the_others()
    {
        var host = Bank.Build(bank => bank.Patience = TimeSpan.FromSeconds(1));
        await using (host.Enter(out var outer))
        {
            await using var transaction = await outer.Database.BeginTransactionAsync(Token);

            (await Should.ThrowAsync<SqliteException>(() => host.OpenAsync("inner"))).SqliteErrorCode.ShouldBe(5);
        }

        await host.OpenAsync("a");
        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task A_save_that_is_cancelled_while_it_waits_leaves_the_queue()
    {
        var host = Bank.Build();
        await using var scope = host.Enter(out var context);
        await using var other = host.Enter(out var waiting);
        waiting.Add(Account.Open("cancelled"));
        using var cancellation = new CancellationTokenSource();
        var transaction = await context.Database.BeginTransactionAsync(Token);
        var saving = waiting.SaveChangesAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => saving);
        await transaction.DisposeAsync();

        await host.OpenAsync("a");

        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    private static async Task WriteAloneAsync(BankHost host, string kind, int number)
    {
        const string Lengthen = "UPDATE branches SET name = name || '.'";
        await using var scope = host.Enter(out var context);
        switch (kind)
        {
            case "statement":
                await context.Database.ExecuteSqlRawAsync(Lengthen, Token);
                break;
            case "query that writes":
                await context.Database.SqlQueryRaw<string>(Lengthen + " RETURNING name").ToListAsync(Token);
                break;
            case "bulk update":
                await context.Branches.ExecuteUpdateAsync(
                    row => row.SetProperty(branch => branch.Name, branch => branch.Name + "."), Token);
                break;
            default:
                context.Add(new Branch { Name = ((char)(0x1000 + number)).ToString() });
                await context.SaveChangesAsync(Token);
                break;
        }
    }
}
