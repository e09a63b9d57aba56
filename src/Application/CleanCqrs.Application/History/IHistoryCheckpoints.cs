namespace CleanCqrs.Application.History;

/// <summary>
/// How far projections have come in history, kept in the read database beside the read model: a read database that is put back to an older
/// state brings its checkpoints with it. Instances share the parts by leases, by the clock of the database; they only spare work, since
/// what is read twice is applied once.
/// </summary>
public interface IHistoryCheckpoints
{
    /// <summary>
    /// Takes part in the reading: renews what this instance holds, takes its share of what is free, gives up what is more.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="parts">The parts of history.</param>
    /// <param name="lease">How long others wait for an instance that is silent.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The checkpoints of all parts; new ones begin at 0.</returns>
    Task<IReadOnlyList<HistoryCheckpoint>> AcquireAsync(
        string projection, IReadOnlyCollection<string> parts, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Moves checkpoints that this instance holds, and renews their leases. One that stands elsewhere than it was read, or is not held any
    /// more, because somebody else has taken it or the database was put back, stays.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="moves">The checkpoints as they were read, and as they shall be.</param>
    /// <param name="lease">How long others wait for an instance that is silent.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether all have moved.</returns>
    Task<bool> AdvanceAsync(
        string projection,
        IReadOnlyCollection<(HistoryCheckpoint From, HistoryCheckpoint To)> moves,
        TimeSpan lease,
        CancellationToken cancellationToken);

    /// <summary>Leaves the others the parts that this instance holds.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When they are free.</returns>
    Task ReleaseAsync(string projection, CancellationToken cancellationToken);

    /// <summary>The checkpoints as they stand; it changes nothing.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>One for each part that was read so far.</returns>
    Task<IReadOnlyList<HistoryCheckpoint>> ReadAsync(string projection, CancellationToken cancellationToken);

    /// <summary>The names of the projections that have left progress in this read database.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The names.</returns>
    Task<IReadOnlyList<string>> ListProjectionsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Gives a projection all that another name has left in the read database: versions of streams, held events, unreadable messages,
    /// checkpoints and holes; all of it or nothing. Where the projection has progress of its own, nothing happens.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="formerly">The name that it had.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was something to take over.</returns>
    Task<bool> TakeOverAsync(string projection, string formerly, CancellationToken cancellationToken);
}
