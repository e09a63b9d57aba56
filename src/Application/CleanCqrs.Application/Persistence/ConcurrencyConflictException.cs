namespace CleanCqrs.Application.Persistence;

/// <summary>Another writer changed the same aggregate first; nothing has been saved. Over HTTP: 409, after the retries.</summary>
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
