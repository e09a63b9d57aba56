namespace CleanCqrs.Application.Transport;

/// <summary>
/// How long the texts of an envelope may be, in characters. Stores have columns of these lengths; transports put aside what goes beyond
/// them.
/// </summary>
public static class EnvelopeLimits
{
    /// <summary>The longest event type, and the longest topic.</summary>
    public const int Name = 200;

    /// <summary>
    /// The longest stream id. Its last character is no space: SQL Server takes <c>x</c> and <c>x </c> as equal, under every collation, so
    /// such a stream is refused on all databases.
    /// </summary>
    public const int StreamId = 200;

    /// <summary>The longest trace context; those of W3C have 55.</summary>
    public const int TraceParent = 64;
}
