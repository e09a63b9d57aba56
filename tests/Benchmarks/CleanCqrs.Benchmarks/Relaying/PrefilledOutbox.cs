using System.Globalization;
using CleanCqrs.Benchmarks.Servers;
using CleanCqrs.Benchmarks.Shipments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.Benchmarks.Relaying;

/// <summary>An outbox that the library has filled once, and that can be filled again with the same rows.</summary>
public sealed class PrefilledOutbox : IAsyncDisposable
{
    /// <summary>
    /// How many shipments are booked, and as many delivered, in one save: the second event of a shipment comes about twice as many rows
    /// after its first.
    /// </summary>
    private const int SavedTogether = 100;

    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(5);

    private readonly OutboxContents _contents;

    private PrefilledOutbox(OwnDatabase database, OutboxContents contents) => (Database, _contents) = (database, contents);

    public OwnDatabase Database { get; }

    /// <summary>How many messages there are to fill it with.</summary>
    public int Events => _contents.Events;

    /// <summary>Creates a database with published messages, and the rows with which its outbox is filled.</summary>
    public static async Task<PrefilledOutbox> CreateAsync(
        PostgreSqlServer server, OutboxContents contents, CancellationToken cancellationToken)
    {
        var outbox = new PrefilledOutbox(await server.CreateDatabaseAsync(cancellationToken), contents);
        try
        {
            await outbox.SaveShipmentsAsync(cancellationToken);
            await outbox.KeepRowsAsync(cancellationToken);
            return outbox;
        }
        catch
        {
            await outbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes out what the last run has published, and leaves the tables as a vacuum does.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        await Database.ExecuteAsync(
            string.Create(CultureInfo.InvariantCulture, $"DELETE FROM outbox_messages WHERE position > {_contents.History}"),
            cancellationToken);
        await Database.ExecuteAsync("VACUUM ANALYZE outbox_messages", cancellationToken);
    }

    /// <summary>Puts the first messages into the outbox, and wakes the relays that listen, in one transaction.</summary>
    public async Task FillAsync(int events, CancellationToken cancellationToken)
    {
        await using var connection = await Database.Source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO outbox_messages SELECT * FROM prefill ORDER BY position LIMIT {events};
            {(_contents.IsBacklogAnalyzed ? "ANALYZE outbox_messages;" : string.Empty)}
            SELECT pg_notify('{RelayHost.Channel}', '');
            """);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Waits until no message is pending any more.</summary>
    public async Task WaitUntilDrainedAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_timeout);
        while (await Database.QueryAsync<bool>("SELECT EXISTS (SELECT FROM outbox_messages WHERE status = 0)", deadline.Token))
        {
            await Task.Delay(_probeInterval, deadline.Token);
        }
    }

    /// <summary>Checks that every message is published, and none given up.</summary>
    /// <exception cref="MeasurementFailedException">One is not.</exception>
    public async Task RequirePublishedAsync(CancellationToken cancellationToken)
    {
        var published = await Database.QueryAsync<long>(
            string.Create(
                CultureInfo.InvariantCulture, $"SELECT count(*) FROM outbox_messages WHERE status = 1 AND position > {_contents.History}"),
            cancellationToken);
        if (published != Events)
        {
            throw new MeasurementFailedException(
                string.Create(CultureInfo.InvariantCulture, $"{published} messages of the outbox are published instead of {Events}."));
        }
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task SaveShipmentsAsync(CancellationToken cancellationToken)
    {
        using var host = RelayHost.BuildWriter(Database.ConnectionString);
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<ShipmentContext>();
        await context.Database.EnsureCreatedAsync(cancellationToken);
        var random = new Random(Seed: 1);
        List<Shipment> before = [];
        for (var number = 0; number < Events / 2 || before.Count > 0; number += SavedTogether)
        {
            var count = Math.Clamp((Events / 2) - number, 0, SavedTogether);
            List<Shipment> booked = [.. Enumerable.Range(number, count).Select(next => Book(next, random))];
            context.AddRange(booked);
            before.ForEach(shipment => shipment.Deliver(shipment.Details.BookedAt.AddDays(2)));
            await context.SaveChangesAsync(cancellationToken);
            before.ForEach(shipment => context.Entry(shipment).State = EntityState.Detached);
            before = booked;
        }
    }

    private async Task KeepRowsAsync(CancellationToken cancellationToken)
    {
        // When the table is vacuumed and analyzed is for the measurement to say, not for chance.
        await Database.ExecuteAsync(
            "CREATE TABLE prefill AS TABLE outbox_messages; TRUNCATE outbox_messages; "
            + "ALTER TABLE outbox_messages SET (autovacuum_enabled = false)",
            cancellationToken);
        await Database.ExecuteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                INSERT INTO outbox_messages (
                    position, event_id, event_type, topic, stream_id, stream_version, bucket, occurred_at, payload, status,
                    published_at, attempts)
                SELECT number, event_id, event_type, topic, 'history-' || number, 1, bucket, occurred_at, payload, 1, occurred_at, 0
                FROM generate_series(1, {_contents.History}) AS number JOIN prefill ON position = 1 + number % {Events};
                UPDATE prefill SET position = position + {_contents.History};
                """),
            cancellationToken);
    }

    private static Shipment Book(int number, Random random)
    {
        var id = new byte[16];
        random.NextBytes(id);
        return Shipment.Book(new Guid(id), ShipmentDetails.Sample(number));
    }
}
