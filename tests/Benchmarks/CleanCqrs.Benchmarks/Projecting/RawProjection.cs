using System.Text.Json;
using CleanCqrs.Benchmarks.Servers;
using CleanCqrs.Benchmarks.Shipments;
using CleanCqrs.KafkaCluster;
using Confluent.Kafka;
using Npgsql;

namespace CleanCqrs.Benchmarks.Projecting;

/// <summary>
/// The floor: the least code that brings a topic into the read model, each event once in effect. It takes up to 1,000 messages, upserts
/// both tables with one
/// statement each, in one transaction and one round trip, and then commits its offsets. It keeps nothing that came too early, and retries
/// nothing.
/// </summary>
public sealed class RawProjection(OwnDatabase database, string bootstrapServers, string group)
{
    private const int BatchSize = 1_000;
    private const string Delivered = "benchmarks.shipments.delivered.v1";

    private const string UpsertViews =
        """
        INSERT INTO shipment_views (
            shipment_id, customer, recipient, street, city, carrier, tracking_url, weight, booked_at, delivered_at, version)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (shipment_id) DO UPDATE SET
            customer = excluded.customer, recipient = excluded.recipient, street = excluded.street, city = excluded.city,
            carrier = excluded.carrier,
            tracking_url = excluded.tracking_url, weight = excluded.weight, booked_at = excluded.booked_at,
            delivered_at = excluded.delivered_at,
            version = excluded.version
        WHERE shipment_views.version < excluded.version
        """;

    private const string UpsertStreams =
        """
        INSERT INTO projection_streams (projection, stream_id, version, first_applied_at, last_applied_at)
        SELECT $1, stream_id, version, now(), now() FROM unnest($2, $3) AS streams (stream_id, version)
        ON CONFLICT (projection, stream_id) DO UPDATE SET version = excluded.version, last_applied_at = excluded.last_applied_at
        WHERE projection_streams.version < excluded.version
        """;

    /// <summary>Projects until the stretch is over.</summary>
    public async Task RunAsync(Stretch stretch, CancellationToken cancellationToken)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(ShipmentTopic.Name);
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        while (!stretch.Rate.IsCompleted)
        {
            var batch = Read(consumer, cancellationToken);
            await ProjectAsync(connection, batch, cancellationToken);
            consumer.Commit();
            stretch.Add(batch.Count);
        }

        consumer.Close();
    }

    private static List<ConsumeResult<byte[], byte[]>> Read(IConsumer<byte[], byte[]> consumer, CancellationToken cancellationToken)
    {
        List<ConsumeResult<byte[], byte[]>> batch = [consumer.Consume(cancellationToken)];
        while (batch.Count < BatchSize && consumer.Consume(TimeSpan.Zero) is { } next)
        {
            batch.Add(next);
        }

        return batch;
    }

    private async Task ProjectAsync(
        NpgsqlConnection connection, List<ConsumeResult<byte[], byte[]>> messages, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<string, RawView>(messages.Count);
        foreach (var message in messages)
        {
            var written = WrittenEvent.Of(message);
            newest[written.StreamId] = Read(message.Message, written.Version);
        }

        List<RawView> views = [.. newest.Values];
        await using var statements = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(UpsertViews)
                {
                    Parameters =
                    {
                        Column(views, view => view.ShipmentId),
                        Column(views, view => view.Details.Customer),
                        Column(views, view => view.Details.Recipient),
                        Column(views, view => view.Details.Street),
                        Column(views, view => view.Details.City),
                        Column(views, view => view.Details.Carrier),
                        Column(views, view => view.Details.TrackingUrl),
                        Column(views, view => view.Details.Weight),
                        Column(views, view => view.Details.BookedAt),
                        Column(views, view => view.DeliveredAt),
                        Column(views, view => view.Version),
                    },
                },
                new NpgsqlBatchCommand(UpsertStreams)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = group },
                        new NpgsqlParameter<string[]> { TypedValue = [.. newest.Keys] },
                        Column(views, view => view.Version),
                    },
                },
            },
        };
        await statements.ExecuteNonQueryAsync(cancellationToken);
    }

    private static RawView Read(Message<byte[], byte[]> message, long version)
    {
        if (message.Headers.GetLastBytes("ce_type").AsSpan().SequenceEqual(System.Text.Encoding.ASCII.GetBytes(Delivered)))
        {
            var delivered = JsonSerializer.Deserialize(message.Value, ShipmentJson.Default.ShipmentDeliveredEvent)!;
            return new RawView(delivered.ShipmentId, delivered.Details, delivered.DeliveredAt, version);
        }

        var booked = JsonSerializer.Deserialize(message.Value, ShipmentJson.Default.ShipmentBookedEvent)!;
        return new RawView(booked.ShipmentId, booked.Details, DeliveredAt: null, version);
    }

    private static NpgsqlParameter<T[]> Column<T>(List<RawView> views, Func<RawView, T> value) =>
        new() { TypedValue = [.. views.Select(value)] };

    private sealed record RawView(Guid ShipmentId, ShipmentDetails Details, DateTimeOffset? DeliveredAt, long Version);
}
