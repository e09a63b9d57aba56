namespace CleanCqrs.Application.Persistence;

/// <summary>
/// What this writer has read is no longer so: another one changed the same aggregate first, or the id of a new one is taken. Nothing has
/// been saved. Over HTTP: 409, after the retries.
/// </summary>
public sealed class ConcurrencyConflictException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was in conflict.</param>
    /// <param name="innerException">The database's own error.</param>
    public ConcurrencyConflictException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
