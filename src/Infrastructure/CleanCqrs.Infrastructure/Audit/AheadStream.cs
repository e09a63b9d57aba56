namespace CleanCqrs.Infrastructure.Audit;

/// <summary>A stream in which a projection has come further than the write side.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Version">The last version that the projection has applied.</param>
/// <param name="EventId">The event at that version; an empty id where it is not known.</param>
/// <param name="WrittenVersion">The last version that the write side is known to have; 0 where it does not know the stream.</param>
internal sealed record AheadStream(string StreamId, long Version, Guid EventId, long WrittenVersion)
{
    public string Error =>
        $"The projection has applied event {EventId} at version {Version}, which the write side does not know: "
        + (WrittenVersion == 0 ? "it has no such stream." : $"it knows the stream up to version {WrittenVersion}.");
}
