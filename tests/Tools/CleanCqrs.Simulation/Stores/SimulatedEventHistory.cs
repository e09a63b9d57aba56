using System.Globalization;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Simulation.Stores;

/// <summary>The history in the outbox; its parts are the bucket ranges, which share their positions.</summary>
internal sealed class SimulatedEventHistory(WriteDatabase database, IStoreCalls calls) : IEventHistory
{
    private static readonly string[] _parts = [.. Enumerable.Range(0, Bucket.RangeCount).Select(NameOf)];

    public bool SharesPositions => true;

    public Task<IReadOnlyList<string>> ListPartsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(_parts);

    public Task<IReadOnlyDictionary<string, long>> FindHeadsAsync(
        IReadOnlyCollection<string> parts, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyDictionary<string, long>>(
            "find heads",
            () =>
            {
                var head = database.Messages.Count == 0 ? 0 : database.Messages.Keys.Last();
                return parts.ToDictionary(part => part, _ => head);
            },
            cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> FindDeletedAsync(
        IReadOnlyCollection<string> parts, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyDictionary<string, long>>(
            "find deleted", () => parts.ToDictionary(part => part, _ => database.DeletedUpTo), cancellationToken);

    public long EstimateEvents(long after, long upTo) => upTo <= after ? 0 : Math.Max(1, (upTo - after) / Bucket.RangeCount);

    public Task<IReadOnlyList<HistoryKey>> ReadKeysAsync(
        IReadOnlyCollection<string> parts, long after, long upTo, int maxCount, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<HistoryKey>>(
            "read keys of history",
            () =>
            [
                .. database.Messages.Values.Where(row => row.Position > after && row.Position <= upTo)
                    .Where(row => parts.Contains(PartOf(row.Envelope)))
                    .Take(maxCount)
                    .Select(KeyOf),
            ],
            cancellationToken);

    public Task<IReadOnlyList<EventEnvelope>> ReadEventsAsync(
        IReadOnlyCollection<HistoryKey> keys, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<EventEnvelope>>(
            "read events of history",
            () =>
            [
                .. keys.Select(key => database.Messages.GetValueOrDefault(key.Position)).OfType<OutboxRow>()
                    .Where(row => row.Status == OutboxRowStatus.Published)
                    .OrderBy(row => row.Position)
                    .Select(row => row.Envelope),
            ],
            cancellationToken);

    public Task<IReadOnlyList<HistoryKey>?> FindAsync(IReadOnlyCollection<StreamPlace> places, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<HistoryKey>?>(
            "find keys of history",
            () =>
            [
                .. database.Messages.Values
                    .Where(row => places.Contains(new StreamPlace(row.Envelope.StreamId, row.Envelope.StreamVersion)))
                    .Select(KeyOf),
            ],
            cancellationToken);

    public Task<IReadOnlyList<HistoricEvent>?> ReadStreamAsync(
        string streamId, long fromVersion, int maxCount, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<HistoricEvent>?>(
            $"read history of {streamId}",
            () =>
            [
                .. database.Messages.Values.Where(row => row.Envelope.StreamId == streamId && row.Envelope.StreamVersion >= fromVersion)
                    .OrderBy(row => row.Envelope.StreamVersion)
                    .Take(maxCount)
                    .Select(row => new HistoricEvent(row.Envelope, StateOf(row))),
            ],
            cancellationToken);

    private HistoryKey KeyOf(OutboxRow row) => new(
        PartOf(row.Envelope),
        row.Position,
        row.Envelope.StreamId,
        row.Envelope.StreamVersion,
        row.Envelope.EventId,
        row.Envelope.Topic,
        StateOf(row));

    private HistoryState StateOf(OutboxRow row) => row.Status switch
    {
        OutboxRowStatus.Published => HistoryState.Published,
        OutboxRowStatus.Pending when !database.IsBlocked(row.Envelope.StreamId) => HistoryState.Pending,
        _ => HistoryState.Blocked,
    };

    private static string PartOf(EventEnvelope envelope) => NameOf(Bucket.RangeOf(envelope.StreamId));

    private static string NameOf(int range) => range.ToString(CultureInfo.InvariantCulture);
}
