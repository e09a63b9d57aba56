using System.Globalization;
using System.Text;
using CleanCqrs.Application.Health;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.Testing.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>
/// The statements that SQL Server would be sent, taken from the running stores, for a reviewer to read, since there is not always a server
/// to ask. To approve a change that is meant, run this test with <c>CLEANCQRS_APPROVE_STATEMENTS=true</c> and commit the file.
/// </summary>
public sealed class SqlServerStatementsTests
{
    private const string Projection = "projection";
    private static readonly DateTimeOffset _now = new(2031, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(30);

    private readonly ScriptedSqlServer _server = new();
    private readonly StringBuilder _text = new();

    internal static string ApprovedFile => Path.Combine(
        Repository.Root, "tests", "Integration", "CleanCqrs.IntegrationTests", "Stores", "SqlServerStatements.approved.txt");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SQL_Server_is_sent_the_statements_that_were_approved()
    {
        await using var services = Connect();
        await using var scope = services.CreateAsyncScope();
        WriteTables(scope.ServiceProvider);
        await WriteSavingAsync(scope.ServiceProvider);
        var lease = await WriteLeasesAsync(services.GetRequiredService<IBucketLeases>());
        await WriteReadingAsync(services.GetRequiredService<IOutboxStore>(), lease);
        await WriteRecordingAsync(services.GetRequiredService<IOutboxStore>(), lease);
        await WriteOperationsAsync(services.GetRequiredService<IOutboxOperations>(), services.GetRequiredService<IOutboxTraces>());
        await WriteRetentionAsync(services.GetRequiredService<IRetentionStore>());
        await WriteProjectingAsync(services.GetRequiredService<IProjectionStore>());
        await WriteProjectionStateAsync(services);
        await WriteHistoryAsync(services);
        await WriteHolesAsync(services);
        await WriteHealthAsync(services);
        await WriteDeadLettersAsync(services);

        Approve(_text.Replace("\r\n", "\n").ToString());
    }

    private static void Approve(string received)
    {
        if (Environment.GetEnvironmentVariable("CLEANCQRS_APPROVE_STATEMENTS") == "true")
        {
            File.WriteAllText(ApprovedFile, received);
        }

        received.ShouldBe(File.ReadAllText(ApprovedFile).ReplaceLineEndings("\n"));
    }

    private static OutboxMessage Message(long position, string streamId, int attempts = 0) =>
        new(position, attempts, Envelope(streamId, 1));

    private static EventEnvelope Envelope(string streamId, long version) =>
        new(Guid.Empty, "type", "topic", streamId, version, _now, new byte[] { 1 });

    private static Dictionary<string, object?> LeaseRow(int range, string? owner, bool isExpired) =>
        new() { ["Range"] = range, ["Owner"] = owner, ["Epoch"] = 1L, ["Expired"] = isExpired ? 1 : 0 };

    private void WriteTables(IServiceProvider services)
    {
        _text.Append("-- The tables of the write database\n").Append(
            services.GetRequiredService<WalletContext>().Database.GenerateCreateScript());
        _text.Append("\n-- The tables of the read database\n").Append(
            services.GetRequiredService<WalletViewContext>().Database.GenerateCreateScript());
    }

    private async Task WriteSavingAsync(IServiceProvider services)
    {
        var (wallets, unitOfWork) = (services.GetRequiredService<IWallets>(), services.GetRequiredService<IUnitOfWork>());
        var wallet = Wallet.Open(new Guid(1, 0, 0, new byte[8]), _now);
        wallet.Change(1, _now);
        wallets.Add(wallet);
        await WriteAsync("Save a new aggregate with two events", unitOfWork.SaveChangesAsync(Token));

        wallet.Change(2, _now);
        var keys = services.GetRequiredService<IIdempotencyStore>();
        await WriteAsync("Look for the answer to an idempotency key", keys.FindAsync("scope", "key", Token));
        keys.Add(new IdempotencyRecord("scope", "key", "fingerprint", "{}"));
        await WriteAsync("Save a changed aggregate with its event and an idempotency key", unitOfWork.SaveChangesAsync(Token));

        wallet.Change(3, _now);
        wallets.Remove(wallet);
        await WriteAsync("Save a deleted aggregate with its last event", unitOfWork.SaveChangesAsync(Token));
    }

    private async Task<BucketLease> WriteLeasesAsync(IBucketLeases leases)
    {
        var ranges = Enumerable.Range(0, Bucket.RangeCount);
        _server.Holds("outbox_leases", [.. ranges.Select(range => LeaseRow(range, null, isExpired: true))]);
        _server.Changes("UPDATE [outbox_relays]", 0);
        // The answer names the instance, which is known after its first statement.
        _server.Holds(
            "outbox_leases",
            [.. ranges.Except([3]).Select(range => LeaseRow(range, "other", isExpired: false)), LeaseRow(-1, "other", isExpired: false)]);
        await WriteAsync(
            "Acquire leases: the row of a range has been deleted, and another instance has the others",
            leases.AcquireAsync(_duration, Token));

        var alone = LeaseRow(-1, _server.Relay, isExpired: false);
        _server.Holds(
            "outbox_leases",
            [.. ranges.Select(range => LeaseRow(range, null, isExpired: true)), alone, LeaseRow(-1, "gone", isExpired: true)]);
        var lease = await leases.AcquireAsync(_duration, Token);
        await WriteAsync("Acquire leases: the first time, every range is free, and an instance is gone", Task.CompletedTask);

        _server.Changes("UPDATE [outbox_relays]", 1);
        _server.Holds(
            "outbox_leases",
            [.. ranges.Select(range => LeaseRow(range, _server.Relay, isExpired: false)), alone, LeaseRow(-1, "other", isExpired: false)]);
        await WriteAsync(
            "Acquire leases: half of the ranges are surplus, since another instance has come", leases.AcquireAsync(_duration, Token));
        await WriteAsync("Renew leases", leases.RenewAsync(_duration, Token));
        await WriteAsync("Release leases", leases.ReleaseAsync(Token));
        return lease;
    }

    private async Task WriteReadingAsync(IOutboxStore outbox, BucketLease lease)
    {
        await WriteAsync("Read pending messages, all ranges", outbox.ReadPendingAsync(lease, 500, _longestWait, [], Token));
        await WriteAsync(
            "Read pending messages beside two in hand", outbox.ReadPendingAsync(lease, 500, _longestWait, [1, 2], Token));
        var shared = lease with { Ranges = [.. lease.Ranges.Take(2)] };
        await WriteAsync("Read pending messages, two ranges", outbox.ReadPendingAsync(shared, 500, _longestWait, [], Token));
    }

    private async Task WriteRecordingAsync(IOutboxStore outbox, BucketLease lease)
    {
        const string Fence = "UPDATE [outbox_leases]";
        _server.Changes(Fence, lease.Ranges.Count);
        await WriteAsync("Record that messages were acknowledged, one of them after failures", outbox.RecordAsync(
            lease,
            [
                new(Message(1, "a"), PublishResult.Acknowledged, default),
                new(Message(2, "b", attempts: 3), PublishResult.Acknowledged, default),
            ],
            Token));
        await WriteAsync("Record a rejected message: its stream is blocked", outbox.RecordAsync(
            lease, [new(Message(3, "c"), PublishResult.Rejected("too large"), default)], Token));
        _server.Holds("outbox_blocked_streams", new Dictionary<string, object?> { ["stream_id"] = "d", ["error"] = "no leader" });
        await WriteAsync("Record a message that has failed again: its stream is blocked until later", outbox.RecordAsync(
            lease, [new(Message(4, "d", attempts: 1), PublishResult.Failed("no answer"), _longestWait)], Token));

        _server.Changes(Fence, 1);
        _server.Holds("outbox_leases", new Dictionary<string, object?>
        {
            ["bucket_range"] = Bucket.RangeOf("a"),
            ["owner"] = _server.Relay,
            ["epoch"] = lease.Ranges[0].Epoch,
            ["expires_at"] = _now,
        });
        await WriteAsync("Record under a lease of which one range is left", outbox.RecordAsync(
            lease, [new(Message(1, "a"), PublishResult.Acknowledged, default)], Token));

        await WriteAsync("Look for an outage", outbox.FindOutageAsync(Token));
        await WriteAsync("Record an outage that goes on", outbox.RecordOutageAsync(new TransportOutage(2, _longestWait, "away"), Token));
        _server.Changes("[outbox_outage]", 0);
        await WriteAsync("Record an outage that begins", outbox.RecordOutageAsync(new TransportOutage(1, _longestWait, "away"), Token));
        await WriteAsync("Record that an outage is over", outbox.RecordOutageAsync(null, Token));
    }

    private async Task WriteOperationsAsync(IOutboxOperations outbox, IOutboxTraces traces)
    {
        await WriteAsync("Count what is in the outbox", outbox.GetStatusAsync(Token));
        await WriteAsync("Trace a stream", traces.TraceAsync("a", Token));
        await WriteAsync("List dead letters", outbox.ListDeadLettersAsync(100, Token));
    }

    private async Task WriteRetentionAsync(IRetentionStore retention)
    {
        var old = _now.AddDays(-1);
        _server.Holds(
            "outbox_messages",
            new Dictionary<string,
            object?>
            { ["Position"] = 7L, ["Status"] = 1, ["OccurredAt"] = old, ["PublishedAt"] = old });
        await WriteAsync(
            "Delete published messages", retention.DeletePublishedAsync(TimeSpan.FromHours(1), 0, long.MaxValue, 1_000, Token));
        _server.Holds("idempotency_keys", new Dictionary<string, object?> { ["Scope"] = "scope", ["Key"] = "key" });
        await WriteAsync("Delete idempotency keys", retention.DeleteIdempotencyKeysAsync(TimeSpan.FromDays(1), 1_000, Token));
    }

    private async Task WriteProjectingAsync(IProjectionStore projections)
    {
        _server.Holds("sys", new Dictionary<string, object?> { ["Value"] = 1 });
        var waiting = new HeldEvent(Envelope("a", 2), HoldReason.Parked, _now, 0, null, null);
        _server.Holds("projection_streams", new Dictionary<string, object?>
        {
            ["projection"] = Projection,
            ["stream_id"] = "a",
            ["event_id"] = null,
            ["first_applied_at"] = _now,
            ["last_applied_at"] = _now,
            ["version"] = 1L,
        });
        _server.Holds("projection_held_events", HeldRow(2), HeldRow(3));
        await WriteAsync("Project a batch: load, open a stream, move one on, hold an event, hold one again, release "
            + "one", projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                await session.GetTimeAsync(token);
                await session.LoadProgressAsync(["a", "b"], token);
                await session.LoadHeldAsync([new("a", 2), new("a", 3), new("b", 3)], token);
                await session.BeginTransactionAsync(token);
                session.Advance("a", 2, waiting.Envelope.EventId, _now);
                session.Advance("b", 1, waiting.Envelope.EventId, _now);
                session.Release(waiting.Key);
                session.Hold(waiting with
                {
                    Envelope = Envelope("a", 3),
                    Attempts = 1,
                    RetryAt = _now,
                    Reason = HoldReason.Retrying,
                    Error = "no answer",
                });
                session.Hold(waiting with { Envelope = Envelope("b", 3) });
                await session.CommitAsync(token);
            },
            Token));
        await WriteManyAsync(projections, waiting);
        await WriteAsync("Project in a turn", projections.RunAsync(
            Projection,
            new ProjectionTurn(Projection, IsRequired: true),
            async (session, token) =>
            {
                await session.BeginTransactionAsync(token);
                await session.CommitAsync(token);
            },
            Token));
    }

    private async Task WriteManyAsync(IProjectionStore projections, HeldEvent held)
    {
        const int Many = 9;
        _server.Changes("FROM OPENJSON", Many);
        await WriteAsync("Project a batch of many rows: they are written together", projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                await session.BeginTransactionAsync(token);
                for (var i = 0; i < Many; i++)
                {
                    session.Advance($"new-{i}", 1, held.Envelope.EventId, _now);
                    session.Hold(held with { Envelope = Envelope($"new-{i}", 3) });
                }

                await session.CommitAsync(token);
            },
            Token));
    }

    private async Task WriteProjectionStateAsync(IServiceProvider services)
    {
        var store = services.GetRequiredService<IProjectionStore>();
        var operations = services.GetRequiredService<IProjectionOperations>();
        _server.Holds("projection_held_events");
        await WriteAsync("Look for the position of a stream", services.GetRequiredService<IProjectionPositions>().FindPositionAsync(
            Projection, "a", Token));
        await WriteAsync("Look for the positions of streams", services.GetRequiredService<IProjectionPositions>().FindPositionsAsync(
            Projection, ["a", "b"], Token));
        await WriteAsync("Read due events", store.ReadDueAsync(Projection, 100, _longestWait, Token));
        await WriteAsync("Count what a projection holds", operations.GetStatusAsync(Projection, Token));
        await WriteAsync("List held events", operations.ListHeldAsync(Projection, HoldReason.DeadLetter, 100, Token));
        await WriteAsync("Keep an unreadable message", store.KeepUnreadableAsync(
            Projection, [new UnreadableMessage(new LogPosition("topic", 0, 1), null, null, [], "no type")], Token));
        await WriteAsync("List unreadable messages", operations.ListUnreadableAsync(Projection, 100, Token));
    }

    private async Task WriteHistoryAsync(IServiceProvider services)
    {
        var history = services.GetRequiredService<IEventHistory>();
        var key = new HistoryKey("1", 7, "a", 1, Guid.Empty, "topic", HistoryState.Published);
        var parts = await history.ListPartsAsync(Token);
        _server.Holds("outbox_messages");
        _server.Holds("outbox_blocked_streams");
        await WriteAsync("Find the end of history", history.FindHeadsAsync(parts, Token));
        await WriteAsync("Read keys of history", history.ReadKeysAsync(parts, 1, 9, 1_000, Token));
        await WriteAsync("Read keys of some parts of history", history.ReadKeysAsync(["1", "2"], 1, 9, 1_000, Token));
        await WriteAsync(
            "Find keys of history by their places", history.FindAsync([new StreamPlace("a", 1), new StreamPlace("b", 2)], Token));
        await WriteAsync("Read events of history", history.ReadEventsAsync([key], Token));
        await WriteAsync("Read a stream of history", history.ReadStreamAsync("a", 2, 500, Token));
        var readers = services.GetRequiredService<IHistoryReaders>();
        await WriteAsync("Report how far a reader has come", readers.ReportAsync(Projection, 7, Token));
        await WriteAsync("List readers", readers.ListAsync(Token));
        await WriteAsync("Look how far retention has deleted", history.FindDeletedAsync(parts, Token));
        await WriteAsync(
            "Count what retention keeps",
            services.GetRequiredService<IRetentionStore>().CountOldAsync(TimeSpan.FromDays(1), 7, 100, Token));

        var checkpoints = services.GetRequiredService<IHistoryCheckpoints>();
        await WriteAsync("Begin to read a part", checkpoints.AcquireAsync(Projection, ["0"], _duration, Token));
        _server.Holds("projection_progress", new Dictionary<string, object?>
        {
            ["Part"] = "0",
            ["Position"] = 7L,
            ["EventPosition"] = 6L,
            ["CaughtUp"] = 0,
            ["Expired"] = 1,
        });
        var part = Assert.Single(await checkpoints.AcquireAsync(Projection, ["0"], _duration, Token));
        _server.Take();
        _server.Changes("UPDATE [projection_progress] SET [position]", 2);
        await WriteAsync("Move two checkpoints", checkpoints.AdvanceAsync(Projection, [(part, part), (part, part)], _duration, Token));
        await WriteAsync("Leave the parts to others", checkpoints.ReleaseAsync(Projection, Token));
        await WriteAsync("Take over the progress of a former name", checkpoints.TakeOverAsync("new", Projection, Token));
    }

    private async Task WriteHolesAsync(IServiceProvider services)
    {
        var gaps = services.GetRequiredService<IProjectionGaps>();
        var hole = new ProjectionHole("a", 1, 2, HoleState.Open, _now);
        _server.Holds("projection_streams");
        await WriteAsync("Find streams that lack something", gaps.FindAsync(Projection, 100, Token));
        await WriteAsync("Read holes", gaps.ReadRecordedAsync(Projection, string.Empty, 100, Token));
        await WriteAsync("Put a hole on record", gaps.RecordAsync(Projection, [hole], Token));
        await WriteAsync("Close a hole", gaps.CloseAsync(Projection, [hole], Token));
        await WriteAsync("Count open holes", gaps.CountOpenAsync(Projection, Token));
        _server.Holds("projection_holes", new Dictionary<string, object?>
        {
            ["projection"] = Projection,
            ["stream_id"] = "a",
            ["from_version"] = 1L,
            ["to_version"] = 2L,
            ["state"] = (int)HoleState.Open,
            ["found_at"] = _now,
        });
        _server.Holds("projection_streams");
        await WriteAsync("Accept a hole", services.GetRequiredService<IProjectionHoles>().AcceptAsync(Projection, "a", "me", "why", Token));
    }

    private async Task WriteHealthAsync(IServiceProvider services)
    {
        var (outbox, projections) = (services.GetRequiredService<IOutboxHealth>(), services.GetRequiredService<IProjectionHealth>());
        _server.Holds("outbox_messages");
        _server.Holds("outbox_leases", LeaseRow(0, "other", isExpired: false));
        _server.Holds("projection_held_events");
        _server.Holds("projection_progress");
        await WriteAsync("Sample the outbox", outbox.SampleAsync(Token));
        await WriteAsync("Try to write to the write database", outbox.TryWritingAsync(Token));
        await WriteAsync("Sample a projection", projections.SampleAsync(Projection, Token));
        await WriteAsync("Try to read the read database", projections.TryReadingAsync(Token));
        await WriteAsync("Try to write to the read database", projections.TryWritingAsync(Token));
    }

    private async Task WriteDeadLettersAsync(IServiceProvider services)
    {
        var stores = services.GetServices<IDeadLetterStore>().ToList();
        var (write, read) = (stores[0], stores[1]);
        var (refused, failed) = (DeadLetterId.Refused("a", 1), DeadLetterId.Failed(Projection, "a", 1));
        var unreadable = DeadLetterId.Unreadable(Projection, new LogPosition("topic", 0, 1));
        var filter = new DeadLetterFilter { EventType = "type", Error = "text", StreamId = "a", From = _now, To = _now };
        var key = new Dictionary<string, object?>
        {
            ["Position"] = 7L,
            ["Projection"] = Projection,
            ["StreamId"] = "a",
            ["StreamVersion"] = 1L,
            ["EventId"] = Guid.Empty,
        };
        _server.Holds("outbox_messages");
        _server.Holds("projection_held_events");
        _server.Holds("projection_unreadable_messages");
        _server.Holds("outbox_actions");
        _server.Holds("projection_actions");
        await WriteAsync("List refused messages", write.ListAsync(refused.Kind, "outbox", filter, refused, 100, Token));
        await WriteAsync("List the ids of refused messages", write.ListIdsAsync(refused.Kind, "outbox", new(), null, 100, Token));
        await WriteAsync("Group refused messages", write.GroupAsync(refused.Kind, "outbox", new(), 100, Token));
        await WriteAsync("List failed events", read.ListAsync(failed.Kind, Projection, filter, failed, 100, Token));
        await WriteAsync("List the ids of failed events", read.ListIdsAsync(failed.Kind, Projection, new(), null, 100, Token));
        await WriteAsync("Group failed events", read.GroupAsync(failed.Kind, Projection, new(), 100, Token));
        await WriteAsync("Find a failed event", read.FindAsync(failed, Token));
        await WriteAsync("List unreadable messages in order", read.ListAsync(
            unreadable.Kind, Projection, new() { Error = "text", From = _now, To = _now }, unreadable, 100, Token));
        await WriteAsync("Find an unreadable message", read.FindAsync(unreadable, Token));
        _server.Holds("outbox_messages", key);
        _server.Holds("projection_held_events", key);
        await WriteAsync("Redrive refused messages", write.RedriveAsync("outbox", [refused], "me", "all", Token));
        await WriteAsync("Redrive failed events", read.RedriveAsync(Projection, [failed], "me", "all", Token));
        _server.Holds("outbox_messages", new Dictionary<string, object?>(HeldRow(1)) { ["position"] = 7L, ["bucket"] = 1, ["status"] = 2 });
        _server.Holds("projection_held_events", HeldRow(1));
        _server.Holds("projection_streams");
        _server.Holds("projection_holes");
        await WriteAsync("Discard a refused message", write.DiscardAsync(refused, "me", "why", Token));
        await WriteAsync("Discard a failed event", read.DiscardAsync(failed, "me", "why", Token));
        _server.Holds("projection_unreadable_messages", new Dictionary<string, object?>
        {
            ["projection"] = Projection,
            ["topic"] = "topic",
            ["log_partition"] = 0,
            ["log_offset"] = 1L,
            ["headers"] = "[]",
            ["error"] = "no type",
            ["received_at"] = _now,
        });
        await WriteAsync("Discard an unreadable message", read.DiscardAsync(unreadable, "me", "why", Token));
        await WriteAsync("List the trail", write.ListActionsAsync(long.MaxValue, 100, Token));
        await WriteAsync("Find what was done last", read.FindLastActionAsync(failed, Token));
        _server.Holds("outbox_actions", new Dictionary<string, object?> { ["Number"] = 7L, ["At"] = _now.AddDays(-9) });
        await WriteAsync("Delete old actions", write.DeleteActionsAsync(TimeSpan.FromDays(1), 1_000, Token));
    }

    private static Dictionary<string, object?> HeldRow(long version) => new()
    {
        ["projection"] = Projection,
        ["stream_id"] = "a",
        ["stream_version"] = version,
        ["attempts"] = 0,
        ["event_id"] = Guid.Empty,
        ["event_type"] = "type",
        ["held_since"] = _now,
        ["occurred_at"] = _now,
        ["payload"] = new byte[] { 1 },
        ["reason"] = (int)HoldReason.Parked,
        ["topic"] = "topic",
    };

    private async Task WriteAsync(string what, Task work)
    {
        await work;
        _text.Append(CultureInfo.InvariantCulture, $"\n-- {what}\n\n{_server.Take()}\n");
    }

    private ServiceProvider Connect()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDbContextPool<WalletContext>(
            options => options.UseSqlServer(new ScriptedConnection(_server), server => server.MaxBatchSize(1)));
        services.AddDbContextPool<WalletViewContext>(options => options.UseSqlServer(new ScriptedConnection(_server)));
        services.AddScoped<IWallets, Wallets>();
        services.AddCleanCqrs(typeof(Wallet).Assembly).UseEntityFrameworkCore<WalletContext, WalletViewContext>();
        return services.BuildServiceProvider(validateScopes: true);
    }
}
