using System.Globalization;
using System.Text;
using CleanCqrs.Benchmarks.Servers;
using Confluent.Kafka;
using Npgsql;

namespace CleanCqrs.Benchmarks.Relaying;

/// <summary>
/// The floor: the least code that publishes an outbox as durably as the relay does, and as well ordered as long as nothing fails. It reads
/// 1,000 rows, gives them
/// to an idempotent producer, waits for all acknowledgements, and marks the rows with one statement. Its messages are those of the relay,
/// byte for byte.
/// </summary>
public sealed class RawRelay(OwnDatabase database, string bootstrapServers) : IDisposable
{
    private const int BatchSize = 1_000;

    private static readonly byte[] _specVersion = "1.0"u8.ToArray();
    private static readonly byte[] _source = "/cleancqrs"u8.ToArray();
    private static readonly byte[] _json = "application/json"u8.ToArray();

    private readonly IProducer<byte[], byte[]> _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
    {
        BootstrapServers = bootstrapServers,
        Acks = Acks.All,
        EnableIdempotence = true,
        LingerMs = 1,
        Partitioner = Partitioner.Murmur2Random,
    }).SetLogHandler((_, _) => { }).Build();

    /// <summary>Publishes until nothing is pending.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        while (await PublishBatchAsync(connection, cancellationToken) > 0)
        {
        }
    }

    public void Dispose() => _producer.Dispose();

    private async Task<int> PublishBatchAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var positions = new List<long>(BatchSize);
        var messages = new List<(string Topic, Message<byte[], byte[]> Message)>(BatchSize);
        await using (var read = new NpgsqlCommand(
            """
            SELECT position, event_id, event_type, topic, stream_id, stream_version, occurred_at, payload
            FROM outbox_messages WHERE status = 0 ORDER BY position LIMIT $1
            """,
            connection)
        { Parameters = { new NpgsqlParameter<int> { TypedValue = BatchSize } } })
        {
            await using var reader = await read.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                positions.Add(reader.GetInt64(0));
                messages.Add((reader.GetString(3), Read(reader)));
            }
        }

        if (positions.Count == 0)
        {
            return 0;
        }

        await PublishAsync(messages, cancellationToken);
        await using var mark = new NpgsqlCommand(
            "UPDATE outbox_messages SET status = 1, published_at = now() WHERE position = ANY($1)", connection)
        {
            Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. positions] } },
        };
        await mark.ExecuteNonQueryAsync(cancellationToken);
        return positions.Count;
    }

    private static Message<byte[], byte[]> Read(NpgsqlDataReader reader)
    {
        var streamId = Encoding.UTF8.GetBytes(reader.GetString(4));
        return new Message<byte[], byte[]>
        {
            Key = streamId,
            Value = reader.GetFieldValue<byte[]>(7),
            Headers = new Headers
            {
                { "ce_specversion", _specVersion },
                { "ce_id", Encoding.UTF8.GetBytes(reader.GetGuid(1).ToString("D")) },
                { "ce_type", Encoding.UTF8.GetBytes(reader.GetString(2)) },
                { "ce_source", _source },
                { "ce_subject", streamId },
                { "ce_time", Encoding.UTF8.GetBytes(reader.GetFieldValue<DateTimeOffset>(6).ToString("O", CultureInfo.InvariantCulture)) },
                { "ce_sequence", Encoding.UTF8.GetBytes(reader.GetInt64(5).ToString(CultureInfo.InvariantCulture)) },
                { "content-type", _json },
            },
        };
    }

    private async Task PublishAsync(List<(string Topic, Message<byte[], byte[]> Message)> messages, CancellationToken cancellationToken)
    {
        var open = messages.Count;
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var (topic, message) in messages)
        {
            _producer.Produce(topic, message, report =>
            {
                if (report.Error.IsError)
                {
                    acknowledged.TrySetException(new MeasurementFailedException($"Kafka did not take a message: {report.Error.Reason}"));
                }
                else if (Interlocked.Decrement(ref open) == 0)
                {
                    acknowledged.TrySetResult();
                }
            });
        }

        await acknowledged.Task.WaitAsync(cancellationToken);
    }
}
