namespace CleanCqrs.Application.Audit;

/// <summary>In which way a projection differs from the write model in a stream.</summary>
public enum StreamDifferenceKind
{
    /// <summary>It has seen nothing of the stream.</summary>
    Missing,

    /// <summary>It is behind, and was so for longer than a moment.</summary>
    Stale,

    /// <summary>It has seen a stream that the write side does not know.</summary>
    Extra,

    /// <summary>It has applied an event that the write side does not know.</summary>
    Ahead,
}
