namespace CleanCqrs.Application.Audit;

/// <summary>Which streams the write model has, and how far each has come: what read models are compared with.</summary>
public interface IWriteModelStreams
{
    /// <summary>
    /// Reads all streams: those of the aggregates, of whatever kind, then those that have ended. It goes page by page and locks nothing;
    /// who begins while it goes on may be missed, and who ends may be read twice. An aggregate without events has no stream.
    /// </summary>
    /// <param name="pageSize">How many to read at once.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The pages.</returns>
    IAsyncEnumerable<IReadOnlyList<WrittenStream>> ReadAsync(int pageSize, CancellationToken cancellationToken);

    /// <summary>
    /// Lets streams go on after a version that read models have seen: that of the aggregate is raised to it, or, where there is none, the
    /// stream counts as ended there, so that a new aggregate of the same id goes on behind it. What is there already is not lowered.
    /// </summary>
    /// <param name="versions">The versions by the ids of the streams.</param>
    /// <param name="cancellationToken">Ends the attempt; what is raised until then stays so.</param>
    /// <returns>The streams, with the versions that they had and have.</returns>
    Task<IReadOnlyList<RaisedStream>> RaiseAsync(IReadOnlyDictionary<string, long> versions, CancellationToken cancellationToken);
}
