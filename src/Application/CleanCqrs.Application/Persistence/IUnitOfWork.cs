namespace CleanCqrs.Application.Persistence;

/// <summary>The write model's changes of a command and of all that it sends, saved together or not at all.</summary>
public interface IUnitOfWork
{
    /// <summary>Whether something is changed and not yet saved.</summary>
    bool HasChanges { get; }

    /// <summary>Saves every change, and the events that they raised, in one transaction.</summary>
    /// <param name="cancellationToken">Ends the attempt; nothing is saved then.</param>
    /// <returns>A task that ends when the transaction is committed.</returns>
    /// <exception cref="ConcurrencyConflictException">
    /// Another writer changed the same aggregate first, or used the same idempotency key, or the id of a new aggregate is taken.
    /// </exception>
    Task SaveChangesAsync(CancellationToken cancellationToken);

    /// <summary>Forgets everything that was loaded or changed, so that the command can run again from the start.</summary>
    void Reset();
}
