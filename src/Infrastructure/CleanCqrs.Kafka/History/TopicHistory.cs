using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.Messages;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.History;

/// <summary>
/// Reads topics from their beginning, page by page, as a member of no group: nobody's offsets move. A part is a partition, and a position
/// the offset of a message plus one, so that 0 is before the first. Events of one stream may be in several parts, one for each topic.
/// </summary>
internal sealed class TopicHistory : IDisposable
{
    /// <summary>How long a partition may be silent before it counts as out of reach.</summary>
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _pollTimeout = TimeSpan.FromMilliseconds(100);

    private readonly KafkaClients _clients;
    private readonly WireNames _names;
    private readonly MessageReader _reader;
    private readonly TimeProvider _timeProvider;
    private readonly Lazy<IConsumer<byte[], byte[]>> _consumer;
    private readonly SemaphoreSlim _turn = new(1);

    public TopicHistory(KafkaClients clients, KafkaOptions options, ForeignEvents foreign, TimeProvider timeProvider, ILogger logger)
    {
        (_clients, _timeProvider) = (clients, timeProvider);
        _names = new WireNames(options);
        _reader = new MessageReader("history", options, foreign, logger);
        _consumer = new(clients.BuildHistoryConsumer);
    }

    /// <summary>The most bytes of payload in a page, unless one event alone is larger.</summary>
    public int PageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The partitions of some topics, as the events name these.</summary>
    /// <exception cref="KafkaException">No broker answers.</exception>
    public async Task<IReadOnlyList<TopicPartition>> ListPartsAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        var names = topics.Select(_names.TopicOf).ToHashSet(StringComparer.Ordinal);
        var metadata = await Task.Run(() => _clients.Admin.GetMetadata(_timeout), cancellationToken).WaitAsync(cancellationToken);
        return
        [
            .. from topic in metadata.Topics
               where names.Contains(topic.Topic)
               from partition in topic.Partitions
               select new TopicPartition(topic.Topic, partition.PartitionId),
        ];
    }

    /// <summary>The last position that is taken in each part; 0 where nothing was written yet.</summary>
    /// <exception cref="KafkaException">No broker answers.</exception>
    public Task<IReadOnlyDictionary<TopicPartition, long>> FindHeadsAsync(
        IReadOnlyCollection<TopicPartition> parts, CancellationToken cancellationToken) =>
        FindOffsetsAsync(parts, OffsetSpec.Latest(), cancellationToken);

    /// <summary>The highest position in each part that is deleted already; 0 where all is there.</summary>
    /// <exception cref="KafkaException">No broker answers.</exception>
    public Task<IReadOnlyDictionary<TopicPartition, long>> FindDeletedAsync(
        IReadOnlyCollection<TopicPartition> parts, CancellationToken cancellationToken) =>
        FindOffsetsAsync(parts, OffsetSpec.Earliest(), cancellationToken);

    /// <summary>Reads what a part holds after a position.</summary>
    /// <param name="part">The part.</param>
    /// <param name="after">After which position.</param>
    /// <param name="upTo">Up to which position, a head that was found before.</param>
    /// <param name="maxCount">How many messages to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="KafkaException">The broker of the part does not answer.</exception>
    public async Task<TopicPage> ReadAsync(
        TopicPartition part, long after, long upTo, int maxCount, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // librdkafka waits for brokers in the caller's thread.
            return await Task.Run(() => Read(_consumer.Value, part, after, upTo, maxCount, cancellationToken), CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        if (_consumer.IsValueCreated)
        {
            _consumer.Value.Dispose();
        }

        _turn.Dispose();
    }

    private async Task<IReadOnlyDictionary<TopicPartition, long>> FindOffsetsAsync(
        IReadOnlyCollection<TopicPartition> parts, OffsetSpec place, CancellationToken cancellationToken)
    {
        var asked = parts.Select(part => new TopicPartitionOffsetSpec { TopicPartition = part, OffsetSpec = place });
        var options = new ListOffsetsOptions { RequestTimeout = _timeout, IsolationLevel = IsolationLevel.ReadCommitted };
        var answer = await _clients.Admin.ListOffsetsAsync([.. asked], options).WaitAsync(cancellationToken);
        return answer.ResultInfos.ToDictionary(
            info => info.TopicPartitionOffsetError.TopicPartition, info => info.TopicPartitionOffsetError.Offset.Value);
    }

    private TopicPage Read(
        IConsumer<byte[], byte[]> consumer, TopicPartition part, long after, long upTo, int maxCount, CancellationToken cancellationToken)
    {
        var kept = consumer.QueryWatermarkOffsets(part, _timeout);
        var firstKept = kept.Low.Value + 1;
        if (after >= kept.High.Value)
        {
            // A consumer that is sent beyond the end begins at the beginning.
            return new TopicPage([], [], upTo, firstKept, IsLast: true);
        }

        var (position, bytes, count) = (Math.Max(after, firstKept - 1), 0, 0);
        var (events, unreadable) = (new List<EventEnvelope>(), new List<UnreadableMessage>());
        consumer.Assign(new TopicPartitionOffset(part, position));
        try
        {
            while (position < upTo && count < maxCount && bytes < PageBytes)
            {
                var result = ConsumeNext(consumer, cancellationToken);
                if (result.IsPartitionEOF)
                {
                    // What is left are marks of transactions, which nobody sees.
                    position = upTo;
                    break;
                }

                if (result.Offset.Value >= upTo)
                {
                    position = upTo;
                    break;
                }

                var (envelope, aside) = _reader.Read(result);
                events.AddRange(envelope is null ? [] : [envelope]);
                unreadable.AddRange(aside is null ? [] : [aside]);
                position = result.Offset.Value + 1;
                bytes += result.Message.Value?.Length ?? 0;
                count++;
            }
        }
        finally
        {
            consumer.Unassign();
        }

        return new TopicPage(events, unreadable, position, firstKept, IsLast: position >= upTo);
    }

    private ConsumeResult<byte[], byte[]> ConsumeNext(IConsumer<byte[], byte[]> consumer, CancellationToken cancellationToken)
    {
        for (var started = _timeProvider.GetTimestamp(); _timeProvider.GetElapsedTime(started) < _timeout;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (consumer.Consume(_pollTimeout) is { } result)
            {
                return result;
            }
        }

        throw new KafkaException(_clients.WithCause(new Error(ErrorCode.Local_TimedOut)));
    }
}
