namespace CleanCqrs.Application.Persistence;

/// <summary>
/// Deletes what the write database need not keep any longer: batch by batch, each a short transaction of its own, so that no writer waits
/// for it.
/// </summary>
public interface IRetentionStore
{
    /// <summary>
    /// Goes through the outbox in the order of positions, one batch a call, and deletes what was published a while ago, by the clock of the
    /// database. Pending messages and dead letters stay, however old they are.
    /// </summary>
    /// <param name="age">How long ago at least.</param>
    /// <param name="afterPosition">Where to go on: 0, then what the last call returned.</param>
    /// <param name="upToPosition">The last position that may be deleted: up to there every reader of history has seen everything.</param>
    /// <param name="maxCount">How many messages to look at, at most.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What was deleted, and where to go on.</returns>
    Task<RetentionBatch> DeletePublishedAsync(
        TimeSpan age, long afterPosition, long upToPosition, int maxCount, CancellationToken cancellationToken);

    /// <summary>How many messages beyond a position are old enough to be deleted.</summary>
    /// <param name="age">How long ago they were published at least.</param>
    /// <param name="afterPosition">The position.</param>
    /// <param name="maxCount">Where to stop counting.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The number, at most <paramref name="maxCount"/>.</returns>
    Task<int> CountOldAsync(TimeSpan age, long afterPosition, int maxCount, CancellationToken cancellationToken);

    /// <summary>Deletes idempotency keys that were created a while ago, by the clock of the database, the oldest first.</summary>
    /// <param name="age">How long ago at least.</param>
    /// <param name="maxCount">How many to delete, about: keys of the same moment go together.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many were deleted; 0 when none is left.</returns>
    Task<int> DeleteIdempotencyKeysAsync(TimeSpan age, int maxCount, CancellationToken cancellationToken);
}
