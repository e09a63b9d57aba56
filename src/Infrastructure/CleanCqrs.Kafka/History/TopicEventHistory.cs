using System.Globalization;
using CleanCqrs.Application.History;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.Messages;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka.History;

/// <summary>
/// The history in the topics, for a process that does not know the outbox they were filled from. What the topics have deleted is gone. It
/// is no source of unreadable messages and foreign events: the consumer group sees those, and tells of them.
/// </summary>
internal sealed class TopicEventHistory : IEventHistory, IDisposable
{
    private readonly TopicHistory _topics;
    private readonly Dictionary<string, string> _logical;

    public TopicEventHistory(
        KafkaClients clients, IOptions<KafkaOptions> options, IIntegrationEventTypes types, TimeProvider timeProvider)
    {
        var names = new WireNames(options.Value);
        _logical = types.Topics.ToDictionary(names.TopicOf);
        _topics = new TopicHistory(clients, options.Value, new ForeignEvents(), timeProvider, NullLogger.Instance);
    }

    /// <summary>How much of the events of a page stays in memory between the reading of keys and that of events.</summary>
    public int KeptBytes { get; init; } = 16 * 1024 * 1024;

    public bool SharesPositions => false;

    public async Task<IReadOnlyList<string>> ListPartsAsync(CancellationToken cancellationToken) =>
        [.. (await _topics.ListPartsAsync([.. _logical.Values], cancellationToken)).Select(NameOf)];

    public async Task<IReadOnlyDictionary<string, long>> FindHeadsAsync(
        IReadOnlyCollection<string> parts, CancellationToken cancellationToken) =>
        await AskAsync(parts, _topics.FindHeadsAsync, cancellationToken);

    public async Task<IReadOnlyDictionary<string, long>> FindDeletedAsync(
        IReadOnlyCollection<string> parts, CancellationToken cancellationToken) =>
        await AskAsync(parts, _topics.FindDeletedAsync, cancellationToken);

    public long EstimateEvents(long after, long upTo) => Math.Max(0, upTo - after);

    public async Task<IReadOnlyList<HistoryKey>> ReadKeysAsync(
        IReadOnlyCollection<string> parts, long after, long upTo, int maxCount, CancellationToken cancellationToken)
    {
        var keys = new List<TopicKey>();
        var bytes = 0;
        foreach (var part in parts)
        {
            var (position, count) = (after, 0);
            for (var isLast = false; !isLast && count < maxCount;)
            {
                var page = await _topics.ReadAsync(PartOf(part), position, upTo, maxCount - count, cancellationToken);
                foreach (var envelope in page.Events)
                {
                    bytes += envelope.Payload.Length;
                    keys.Add(TopicKey.Of(part, PositionOf(envelope), envelope, _logical[envelope.Topic], bytes <= KeptBytes));
                }

                count += page.Events.Count;
                (position, isLast) = (page.Position, page.IsLast);
            }
        }

        keys.Sort((one, other) => one.Position.CompareTo(other.Position));
        var last = keys.Count > maxCount ? keys[maxCount - 1].Position : upTo;
        return [.. keys.TakeWhile(key => key.Position <= last)];
    }

    public async Task<IReadOnlyList<EventEnvelope>> ReadEventsAsync(
        IReadOnlyCollection<HistoryKey> keys, CancellationToken cancellationToken)
    {
        var events = new List<EventEnvelope>();
        foreach (var key in keys.OrderBy(key => key.Position))
        {
            if (key is TopicKey { Envelope: { } kept })
            {
                events.Add(kept);
                continue;
            }

            var page = await _topics.ReadAsync(PartOf(key.Part), key.Position - 1, key.Position, 1, cancellationToken);
            events.AddRange(page.Events.Where(envelope => envelope.EventId == key.EventId));
        }

        return events;
    }

    /// <summary>Nothing in a topic says where a stream is.</summary>
    public Task<IReadOnlyList<HistoryKey>?> FindAsync(IReadOnlyCollection<StreamPlace> places, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HistoryKey>?>(null);

    /// <inheritdoc cref="FindAsync"/>
    public Task<IReadOnlyList<HistoricEvent>?> ReadStreamAsync(
        string streamId, long fromVersion, int maxCount, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HistoricEvent>?>(null);

    public void Dispose() => _topics.Dispose();

    private static async Task<IReadOnlyDictionary<string, long>> AskAsync(
        IReadOnlyCollection<string> parts,
        Func<IReadOnlyCollection<TopicPartition>, CancellationToken, Task<IReadOnlyDictionary<TopicPartition, long>>> ask,
        CancellationToken cancellationToken) =>
        parts.Count == 0
            ? new Dictionary<string, long>()
            : (await ask([.. parts.Select(PartOf)], cancellationToken)).ToDictionary(part => NameOf(part.Key), part => part.Value);

    private static long PositionOf(EventEnvelope envelope) => envelope.ReceivedFrom!.Offset + 1;

    private static string NameOf(TopicPartition part) =>
        string.Create(CultureInfo.InvariantCulture, $"{part.Partition.Value}@{part.Topic}");

    private static TopicPartition PartOf(string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        return new TopicPartition(name[(at + 1)..], int.Parse(name.AsSpan(0, at), CultureInfo.InvariantCulture));
    }
}
