namespace CleanCqrs.Application.Operations;

/// <summary>
/// The dead letters of one database, and the trail of what was done about them. There may be two in a host: of the write side and of the
/// read side.
/// </summary>
public interface IDeadLetterStore
{
    /// <summary>The kinds that this database holds.</summary>
    IReadOnlyCollection<DeadLetterKind> Kinds { get; }

    /// <summary>Lists dead letters of one kind and source, in the order of their ids.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="source">The source.</param>
    /// <param name="filter">What else must apply to them.</param>
    /// <param name="after">Where to go on, or <see langword="null"/>; the dead letter itself may be gone.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The dead letters.</returns>
    Task<IReadOnlyList<DeadLetter>> ListAsync(
        DeadLetterKind kind,
        string source,
        DeadLetterFilter filter,
        DeadLetterId? after,
        int maxCount,
        CancellationToken cancellationToken);

    /// <summary>Lists the ids of events in the same order, without the events.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="source">The source.</param>
    /// <param name="filter">What else must apply to them.</param>
    /// <param name="after">Where to go on, or <see langword="null"/>.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The ids.</returns>
    Task<IReadOnlyList<DeadLetterId>> ListIdsAsync(
        DeadLetterKind kind,
        string source,
        DeadLetterFilter filter,
        DeadLetterId? after,
        int maxCount,
        CancellationToken cancellationToken);

    /// <summary>Reads one.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The dead letter, or <see langword="null"/>.</returns>
    Task<DeadLetter?> FindAsync(DeadLetterId id, CancellationToken cancellationToken);

    /// <summary>Counts by event type and error.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="source">The source.</param>
    /// <param name="filter">What else must apply to them.</param>
    /// <param name="maxCount">How many dead letters to count at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The groups.</returns>
    Task<IReadOnlyList<DeadLetterGroup>> GroupAsync(
        DeadLetterKind kind, string source, DeadLetterFilter filter, int maxCount, CancellationToken cancellationToken);

    /// <summary>Makes the dead letters of some streams due again, and puts that on record, in one transaction.</summary>
    /// <param name="source">The source.</param>
    /// <param name="ids">
    /// Which ones; those that are dead letters no more are left alone. Version 0 means those of the stream, whichever they are.
    /// </param>
    /// <param name="by">Who does it.</param>
    /// <param name="request">The filter that means them, in words; <see langword="null"/> when each was asked for by itself.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many were dead letters.</returns>
    Task<int> RedriveAsync(
        string source, IReadOnlyCollection<DeadLetterId> ids, string by, string? request, CancellationToken cancellationToken);

    /// <summary>Gives one up, and puts that on record, in one transaction.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether it was a dead letter.</returns>
    Task<bool> DiscardAsync(DeadLetterId id, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Reads the trail, the newest action first.</summary>
    /// <param name="before">Before which number to go on.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The actions.</returns>
    Task<IReadOnlyList<StoredAction>> ListActionsAsync(long before, int maxCount, CancellationToken cancellationToken);

    /// <summary>What was done last about a dead letter.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The action, or <see langword="null"/> when the trail has none about it alone.</returns>
    Task<OperatorAction?> FindLastActionAsync(DeadLetterId id, CancellationToken cancellationToken);

    /// <summary>Deletes the oldest actions of the trail.</summary>
    /// <param name="age">Those that are older than this.</param>
    /// <param name="maxCount">How many to delete at most.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many were deleted.</returns>
    Task<int> DeleteActionsAsync(TimeSpan age, int maxCount, CancellationToken cancellationToken);
}
