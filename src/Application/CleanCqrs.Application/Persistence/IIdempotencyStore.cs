namespace CleanCqrs.Application.Persistence;

/// <summary>Remembers the answers of idempotent commands, in the transaction of the command itself.</summary>
public interface IIdempotencyStore
{
    /// <summary>Looks for the answer that was given to a key, saved or added to this unit of work.</summary>
    /// <param name="scope">Whose key it is.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>The record, or <see langword="null"/> when the key is new.</returns>
    Task<IdempotencyRecord?> FindAsync(string scope, string key, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a record to the unit of work; it is saved with the command's changes, or not at all. It bears the time of the database.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <exception cref="Commands.IdempotencyKeyReusedException">This unit of work has a record of the same key already.</exception>
    void Add(IdempotencyRecord record);
}
