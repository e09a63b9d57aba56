using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.History;

/// <summary>
/// What has been published, to be read again: the outbox of the same service, or the topics of a broker from their beginning. It is divided
/// into parts that can be read on their own, each with positions of its own. In one part, the events of a stream are in the order of
/// versions; those of one topic are in one part. Reading locks nothing and changes nothing.
/// </summary>
public interface IEventHistory
{
    /// <summary>
    /// Whether the parts share one row of positions: no two have an event at the same one, the last position that is taken is that of an
    /// event, and what is put back is put back for all of them. Then an event of any part that is still there tells that no position below
    /// it was given a second time.
    /// </summary>
    bool SharesPositions { get; }

    /// <summary>The parts that there are now.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Their names, at most 200 characters each.</returns>
    Task<IReadOnlyList<string>> ListPartsAsync(CancellationToken cancellationToken);

    /// <summary>How far the parts reach now.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The last position that is taken in each; 0 where a part is empty.</returns>
    Task<IReadOnlyDictionary<string, long>> FindHeadsAsync(IReadOnlyCollection<string> parts, CancellationToken cancellationToken);

    /// <summary>Up to where the parts have lost what they held, by retention.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The highest position in each that is gone; 0 where everything is still there.</returns>
    Task<IReadOnlyDictionary<string, long>> FindDeletedAsync(IReadOnlyCollection<string> parts, CancellationToken cancellationToken);

    /// <summary>About how many events lie between two positions of one part; computed and not counted.</summary>
    /// <param name="after">The lower position.</param>
    /// <param name="upTo">The higher position.</param>
    /// <returns>The estimate; 0 when there is nothing between them.</returns>
    long EstimateEvents(long after, long upTo);

    /// <summary>
    /// Reads the keys of what some parts hold, published or not, in the order of positions. Where parts share their positions, one read
    /// answers for all of them.
    /// </summary>
    /// <param name="parts">The parts.</param>
    /// <param name="after">After which position.</param>
    /// <param name="upTo">Up to which position.</param>
    /// <param name="maxCount">
    /// How many to read at most. Fewer come only when nothing is left up to <paramref name="upTo"/>; more only where several parts have an
    /// event at the last position.
    /// </param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The keys.</returns>
    Task<IReadOnlyList<HistoryKey>> ReadKeysAsync(
        IReadOnlyCollection<string> parts, long after, long upTo, int maxCount, CancellationToken cancellationToken);

    /// <summary>Reads events whole.</summary>
    /// <param name="keys">Their keys, of published events.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The events in the order of positions, as they were written then, without those that are gone meanwhile.</returns>
    Task<IReadOnlyList<EventEnvelope>> ReadEventsAsync(IReadOnlyCollection<HistoryKey> keys, CancellationToken cancellationToken);

    /// <summary>Finds the keys of what history holds at some places, published or not.</summary>
    /// <param name="places">The places.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>
    /// The keys, as they stand at one moment; places that hold nothing are not in it. <see langword="null"/> from a history that can be
    /// read by position only.
    /// </returns>
    Task<IReadOnlyList<HistoryKey>?> FindAsync(IReadOnlyCollection<StreamPlace> places, CancellationToken cancellationToken);

    /// <summary>
    /// Reads what history holds of one stream, published or not. What is not among it, between two that are, will never come again.
    /// </summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="fromVersion">The first version to read.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>
    /// The events in the order of versions; <see langword="null"/> from a history that can be read by position only. There, a walk to the
    /// end finds what is left.
    /// </returns>
    Task<IReadOnlyList<HistoricEvent>?> ReadStreamAsync(
        string streamId, long fromVersion, int maxCount, CancellationToken cancellationToken);
}
