namespace CleanCqrs.Application.IntegrationEvents;

/// <summary>
/// A received event can't be read, and never will be by this version of the program: it goes to the dead letters at once.
/// </summary>
public sealed class UndecodableEventException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with the event.</param>
    /// <param name="innerException">The parser's error, where there is one.</param>
    public UndecodableEventException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
