namespace CleanCqrs.Application.Operations;

/// <summary>
/// What an operator can do about dead letters, whichever face they use. Whatever is done is put on record in the same transaction
/// (<see cref="IOperatorActions"/>); events are never edited.
/// </summary>
public interface IDeadLetters
{
    /// <summary>
    /// Lists the dead letters of the outbox, of every projection of this process, and of those that the options name. Pages are stable
    /// while dead letters come and go: one that stays is listed exactly once.
    /// </summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="after">Where the page before ended; <see langword="null"/> for the first one.</param>
    /// <param name="pageSize">How many to list at most, 1 or more.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The page.</returns>
    Task<DeadLetterPage> ListAsync(DeadLetterFilter filter, DeadLetterId? after, int pageSize, CancellationToken cancellationToken);

    /// <summary>Reads one dead letter with everything that is kept of it.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The dead letter, or <see langword="null"/> when it is none, or none any more.</returns>
    Task<DeadLetter?> FindAsync(DeadLetterId id, CancellationToken cancellationToken);

    /// <summary>Counts dead letters by source, event type and error.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The groups.</returns>
    Task<DeadLetterGroups> GroupAsync(DeadLetterFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Tries a dead letter again, with a fresh count of attempts; what waits behind it follows in order. The relay or the projection is
    /// woken, also in other processes where commits are told to them. A message that is no event can't be redriven.
    /// </summary>
    /// <param name="id">Which one.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was such a dead letter.</returns>
    Task<DeadLetterOutcome> RedriveAsync(DeadLetterId id, string by, CancellationToken cancellationToken);

    /// <summary>Tries the dead letter of a stream again, as the redrive of one does.</summary>
    /// <param name="source">Where it is held: <see cref="DeadLetter.OutboxSource"/>, or the name of a projection.</param>
    /// <param name="streamId">The stream.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was a dead letter; not done also for a source that nobody knows.</returns>
    Task<DeadLetterOutcome> RedriveAsync(string source, string streamId, string by, CancellationToken cancellationToken);

    /// <summary>
    /// Redrives all that a filter means, in batches with a pause between them, each dead letter once: one that fails again waits for the
    /// next call. Messages that are no events are left alone.
    /// </summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="progress">Is told how far it is, after each batch.</param>
    /// <param name="cancellationToken">Ends it between two batches; what was redriven until then stays so.</param>
    /// <returns>How many were redriven.</returns>
    Task<long> RedriveAllAsync(
        DeadLetterFilter filter, string by, IProgress<RedriveProgress>? progress, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a dead letter up, for good: it is never published or applied, and its stream goes on behind it. In the outbox it stays, as
    /// discarded, until retention removes it; projections pass over it, and it stands among their accepted holes. In a projection, its
    /// version counts as applied, and it stands among the accepted holes; a rebuild tries it again. A message that is no event is deleted.
    /// The trail keeps it whole.
    /// </summary>
    /// <param name="id">Which one.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was such a dead letter.</returns>
    Task<DeadLetterOutcome> DiscardAsync(DeadLetterId id, string by, string reason, CancellationToken cancellationToken);
}
