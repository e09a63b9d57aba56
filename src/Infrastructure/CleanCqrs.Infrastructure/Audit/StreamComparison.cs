using CleanCqrs.Application.Audit;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>Decides whether a projection differs from the write model in a stream.</summary>
internal static class StreamComparison
{
    /// <param name="written">
    /// The version in the write model, or nothing where it does not know the stream. It was read before the projection was.
    /// </param>
    /// <param name="projected">The stream as the projection has it, or nothing when it has seen nothing of it.</param>
    /// <param name="recorded">
    /// The event that history holds at the version of the projection, or nothing: retention deletes what is old, and a write database that
    /// was put back lacks what was new.
    /// </param>
    public static StreamDifferenceKind? Of(long? written, ProjectedStream? projected, Guid? recorded)
    {
        if (projected is null)
        {
            return written is null ? null : StreamDifferenceKind.Missing;
        }

        if (recorded is { } holder)
        {
            // The write side has given this version. To the same event, then it may have gone on since it was read.
            return projected.EventId is { } applied && applied != holder
                ? StreamDifferenceKind.Ahead
                : projected.Version < written ? StreamDifferenceKind.Stale : null;
        }

        return written is null
            ? StreamDifferenceKind.Extra
            : projected.Version.CompareTo(written.Value) switch
            {
                > 0 => StreamDifferenceKind.Ahead,
                < 0 => StreamDifferenceKind.Stale,
                _ => null,
            };
    }
}
