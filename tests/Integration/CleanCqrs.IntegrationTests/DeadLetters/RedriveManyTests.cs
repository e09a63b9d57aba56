using System.Globalization;
using CleanCqrs.Application.Operations;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.Relay;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.DeadLetters;

/// <summary>Time stands still here unless a test moves it, also for the pause between two batches.</summary>
public sealed class RedriveManyTests : RelayTest
{
    private const int Many = 10_000;

    [Fact]
    public async Task Ten_thousand_dead_letters_are_redriven_in_one_call_a_batch_at_a_time()
    {
        var log = new CommandLog();
        var host = Build(setup: bank => bank.Write = options => options.AddInterceptors(log));
        Execute(Refused(Many));
        var redrives = host.Services.GetRequiredService<IRedrives>();

        redrives.Start(new DeadLetterFilter { Error = "too large" }, "Ann").ShouldBeTrue();
        redrives.Start(new DeadLetterFilter(), "Ben").ShouldBeFalse("one is under way");
        var seen = new List<RedriveProgress>();
        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(10));
                seen.Add(redrives.Read()!.Progress);
                return redrives.Read()!.EndedAt is not null;
            },
            "the redrive ends");

        redrives.Read().ShouldNotBeNull().ShouldSatisfyAllConditions(
            run => run.Failure.ShouldBeNull(),
            run => run.By.ShouldBe("Ann"),
            run => run.Filter.ShouldBe("error containing too large"),
            run => run.Progress.ShouldBe(new RedriveProgress(Many, Many)));
        seen.ShouldContain(progress => progress.Redriven > 0 && progress.Redriven < Many, "it was seen on its way");
        seen.ShouldAllBe(progress => progress.Redriven % 500 == 0);
        log.Statements.Count(statement => statement.StartsWith("UPDATE \"outbox_messages\"", StringComparison.Ordinal))
            .ShouldBe(Many / 500);
        var actions = await host.Services.GetRequiredService<IOperatorActions>().ListAsync(OperatorActionCursor.Newest, 100, Token);
        actions.Items.Sum(action => action.Count).ShouldBe(Many);
        (await host.OutboxOperations.GetStatusAsync(Token)).ShouldSatisfyAllConditions(
            status => status.DeadLetters.ShouldBe(0), status => status.BlockedStreams.ShouldBe(0));
        await PublishEverythingAsync(host);
        Transport.Delivered.Count.ShouldBe(Many);
        host.Log.Count(line => line.Message.Contains("dead letters", StringComparison.Ordinal)).ShouldBe(2, "its beginning, and its end");
    }

    [Fact]
    public async Task What_is_refused_again_waits_for_the_next_call()
    {
        var host = Build();
        Transport.Answer = ScriptedTransport.RejectingOnly("a/1");
        await host.OpenAsync("a", "b");
        await PublishEverythingAsync(host);
        var deadLetters = host.Services.GetRequiredService<IDeadLetters>();

        (await RunAsync(deadLetters)).ShouldBe(1);
        await PublishEverythingAsync(host);
        (await RunAsync(deadLetters)).ShouldBe(1);
        (await RunAsync(deadLetters)).ShouldBe(0, "it is redriven, and not published yet");
        Transport.Answer = ScriptedTransport.RejectingOnly();
        await PublishEverythingAsync(host);

        Transport.Delivered.ShouldBe(["b/1", "a/1"]);
    }

    [Fact]
    public async Task A_redrive_that_is_cancelled_keeps_what_it_has_done_and_says_so()
    {
        var host = Build();
        Execute(Refused(1_500));
        var redrives = host.Services.GetRequiredService<IRedrives>();
        redrives.Start(new DeadLetterFilter(), "Ann").ShouldBeTrue();
        await Eventually.HoldsAsync(() => redrives.Read()!.Progress.Redriven == 500, "it pauses after its first batch");

        redrives.Cancel().ShouldBeTrue();

        await Eventually.HoldsAsync(() => redrives.Read()!.EndedAt is not null, "it ends");
        redrives.Read()!.Failure.ShouldBe("It was cancelled.");
        redrives.Cancel().ShouldBeFalse();
        (await host.OutboxOperations.GetStatusAsync(Token)).DeadLetters.ShouldBe(1_000);
    }

    [Fact]
    public async Task The_trail_is_kept_for_a_year()
    {
        var host = Build();
        Execute(Refused(2));
        var (deadLetters, trail) = (host.Services.GetRequiredService<IDeadLetters>(), host.Services.GetRequiredService<IOperatorActions>());
        (await deadLetters.RedriveAsync(DeadLetterId.Refused("s000001", 1), "old", Token)).IsDone.ShouldBeTrue();
        Time.Advance(TimeSpan.FromDays(364));
        (await deadLetters.RedriveAsync(DeadLetterId.Refused("s000002", 1), "young", Token)).IsDone.ShouldBeTrue();
        await host.StartAsync();

        Time.Advance(TimeSpan.FromDays(1));

        await Eventually.HoldsAsync(
            async () =>
            {
                Time.Advance(TimeSpan.FromMinutes(1));
                return (await trail.ListAsync(OperatorActionCursor.Newest, 10, Token)).Items is [{ By: "young" }];
            },
            "what is older is deleted");
    }

    [Fact]
    public async Task A_page_of_dead_letters_never_reads_the_history()
    {
        var log = new CommandLog();
        var host = Build(setup: bank =>
        {
            (bank.Write, bank.Read) = (options => options.AddInterceptors(log), options => options.AddInterceptors(log));
            bank.Services += services => services.Configure<OperationsOptions>(
                options => options.Projections.Add(BankSetup.Statements));
        });
        Execute(Refused(100), History(50_000), "ANALYZE");
        ExecuteRead(Parked(50_000), "ANALYZE");
        var deadLetters = host.Services.GetRequiredService<IDeadLetters>();

        var page = await deadLetters.ListAsync(new DeadLetterFilter(), DeadLetterId.Refused("s000050", 1), 60, Token);
        await deadLetters.ListAsync(new DeadLetterFilter(), DeadLetterId.Failed(BankSetup.Statements, "a", 1), 60, Token);

        page.Items.Count.ShouldBe(50);
        var outbox = Explain(Bank.Files.Write, log, "\"outbox_messages\"");
        outbox.ShouldContain(step => step.Contains("ix_outbox_messages_dead_letters", StringComparison.Ordinal));
        outbox.ShouldNotContain(step => step.Contains("SCAN", StringComparison.Ordinal)
            || step.StartsWith("USE TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal));
        var held = Explain(Bank.Files.Read, log, "\"projection_held_events\"");
        held.ShouldContain(step => step.Contains("ix_projection_held_events_dead_letters", StringComparison.Ordinal));
        held.ShouldNotContain(step => step.Contains("SCAN", StringComparison.Ordinal)
            || step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    private static string Refused(int count) =>
        $"""
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {count})
        INSERT INTO outbox_messages
            (position, event_id, event_type, topic, stream_id, stream_version, bucket, occurred_at, payload, status, attempts, error)
        SELECT n, printf('00000000-0000-0000-0000-%012d', n), 'bank.accounts.opened.v1', 'bank.accounts.opened', printf('s%06d', n), 1,
            n % 64, n, x'00', 2, 1, 'too large' FROM number;
        INSERT INTO outbox_blocked_streams (stream_id, error) SELECT stream_id, error FROM outbox_messages WHERE status = 2
        """;

    private static string History(int count) =>
        $"""
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {count})
        INSERT INTO outbox_messages
            (position, event_id, event_type, topic, stream_id, stream_version, bucket, occurred_at, payload, status, attempts)
        SELECT 1000000 + n, n, 'bank.accounts.opened.v1', 'bank.accounts.opened', 'old-' || n, 1, n % 64, n, x'00', 1, 0 FROM number
        """;

    private static string Parked(int count) =>
        $"""
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {count})
        INSERT INTO projection_held_events
            (projection, stream_id, stream_version, event_id, event_type, topic, occurred_at, payload, held_since, reason, attempts)
        SELECT 'statements', 'p' || n, 2, n, 'bank.accounts.opened.v1', 'bank.accounts.opened', n, x'00', n, 0, 0 FROM number
        """;

    private async Task<long> RunAsync(IDeadLetters deadLetters)
    {
        var redrive = deadLetters.RedriveAllAsync(new DeadLetterFilter(), "Ann", null, Token);
        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(10));
                return redrive.IsCompleted;
            },
            "the redrive ends");
        return await redrive;
    }

    private void Execute(params string[] statements) => ExecuteIn(Bank.Files.Write, statements);

    private void ExecuteRead(params string[] statements) => ExecuteIn(Bank.Files.Read, statements);

    private static void ExecuteIn(string file, string[] statements)
    {
        using var connection = new SqliteConnection(BankFiles.ConnectionTo(file));
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    private static List<string> Explain(string file, CommandLog log, string table)
    {
        var sql = log.Statements.Last(statement => statement.Contains(table, StringComparison.Ordinal)
            && statement.StartsWith("SELECT", StringComparison.Ordinal));
        using var connection = new SqliteConnection(BankFiles.ConnectionTo(file));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"EXPLAIN QUERY PLAN {sql}");
        foreach (var name in System.Text.RegularExpressions.Regex.Matches(sql, @"@\w+").Select(match => match.Value).Distinct())
        {
            command.Parameters.AddWithValue(name, 1);
        }

        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }
}
