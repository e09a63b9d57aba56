namespace CleanCqrs.Application.Operations;

/// <summary>How far the trail was read; each database keeps its own part.</summary>
/// <param name="Write">Before which action of the write database to go on; <see cref="long.MaxValue"/> to begin.</param>
/// <param name="Read">Before which action of the read database to go on; <see cref="long.MaxValue"/> to begin.</param>
public sealed record OperatorActionCursor(long Write, long Read)
{
    /// <summary>The beginning: the newest actions.</summary>
    public static OperatorActionCursor Newest { get; } = new(long.MaxValue, long.MaxValue);
}
