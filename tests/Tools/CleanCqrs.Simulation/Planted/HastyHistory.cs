using CleanCqrs.Application.History;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Simulation.Planted;

/// <summary><see cref="PlantedFault.PassWhatIsPending"/>.</summary>
internal sealed class HastyHistory(IEventHistory history) : IEventHistory
{
    public bool SharesPositions => history.SharesPositions;

    public Task<IReadOnlyList<string>> ListPartsAsync(CancellationToken cancellationToken) => history.ListPartsAsync(cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> FindHeadsAsync(
        IReadOnlyCollection<string> parts, CancellationToken cancellationToken) => history.FindHeadsAsync(parts, cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> FindDeletedAsync(
        IReadOnlyCollection<string> parts, CancellationToken cancellationToken) => history.FindDeletedAsync(parts, cancellationToken);

    public long EstimateEvents(long after, long upTo) => history.EstimateEvents(after, upTo);

    public async Task<IReadOnlyList<HistoryKey>> ReadKeysAsync(
        IReadOnlyCollection<string> parts, long after, long upTo, int maxCount, CancellationToken cancellationToken) =>
        [
            .. (await history.ReadKeysAsync(parts, after, upTo, maxCount, cancellationToken))
                .Where(key => key.State == HistoryState.Published),
        ];

    public Task<IReadOnlyList<EventEnvelope>> ReadEventsAsync(
        IReadOnlyCollection<HistoryKey> keys, CancellationToken cancellationToken) => history.ReadEventsAsync(keys, cancellationToken);

    public Task<IReadOnlyList<HistoryKey>?> FindAsync(IReadOnlyCollection<StreamPlace> places, CancellationToken cancellationToken) =>
        history.FindAsync(places, cancellationToken);

    public Task<IReadOnlyList<HistoricEvent>?> ReadStreamAsync(
        string streamId, long fromVersion, int maxCount, CancellationToken cancellationToken) =>
        history.ReadStreamAsync(streamId, fromVersion, maxCount, cancellationToken);
}
