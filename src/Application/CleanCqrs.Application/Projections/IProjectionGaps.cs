namespace CleanCqrs.Application.Projections;

/// <summary>
/// What the healing of a projection needs of the read database: where something is missing, and a place to put that on record.
/// </summary>
public interface IProjectionGaps
{
    /// <summary>
    /// The streams in which events are parked whose predecessor is neither applied nor held, unless that is on record as a hole already.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The streams; with how far each is applied, and up to where it lacks something.</returns>
    Task<IReadOnlyList<StreamGap>> FindAsync(string projection, int maxCount, CancellationToken cancellationToken);

    /// <summary>The holes on record that are awaited or open, with how far their streams have come.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="afterStreamId">Where to go on: an empty text, then the last stream that was returned.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The streams in the order of their ids.</returns>
    Task<IReadOnlyList<StreamGap>> ReadRecordedAsync(
        string projection, string afterStreamId, int maxCount, CancellationToken cancellationToken);

    /// <summary>
    /// Puts holes on record, all or none. One that is on record already, by stream and first version, gets the new state and end; where the
    /// new state is awaited, the end never comes nearer.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="holes">The holes, awaited or open.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Those that were not open before.</returns>
    Task<IReadOnlyList<ProjectionHole>> RecordAsync(
        string projection, IReadOnlyCollection<ProjectionHole> holes, CancellationToken cancellationToken);

    /// <summary>Takes holes off the record that are holes no longer. One that reaches further by now stays.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="holes">The holes.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many were on record.</returns>
    Task<int> CloseAsync(string projection, IReadOnlyCollection<ProjectionHole> holes, CancellationToken cancellationToken);

    /// <summary>How many open holes a projection has.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The number.</returns>
    Task<long> CountOpenAsync(string projection, CancellationToken cancellationToken);

    /// <summary>
    /// Lets streams go on behind events that were given up before they were published. Each counts as applied, without being applied, where
    /// it is the next one of its stream, and is put on record as an accepted hole.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="events">The events, in the order of their streams.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many were the next ones of their streams.</returns>
    Task<int> PassOverAsync(string projection, IReadOnlyCollection<DiscardedEvent> events, CancellationToken cancellationToken);
}
