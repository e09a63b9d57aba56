namespace CleanCqrs.Application.Health;

/// <summary>A database answers, and takes no writes.</summary>
/// <param name="reason">Why, as the rest of a sentence that anybody may read: no names, no addresses.</param>
/// <param name="innerException">What the database said.</param>
public sealed class WriteRefusedException(string reason, Exception innerException)
    : Exception($"The database takes no writes: {reason}.", innerException)
{
    /// <summary>Why, as the rest of a sentence that anybody may read.</summary>
    public string Reason => reason;
}
