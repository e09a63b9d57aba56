namespace CleanCqrs.Kafka.Topics;

/// <summary>Topics that the host needs do not exist; the message names them, and says what to do. It stops the start.</summary>
public sealed class MissingTopicsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which topics are missing where, and what to do.</param>
    public MissingTopicsException(string message)
        : base(message)
    {
    }
}
