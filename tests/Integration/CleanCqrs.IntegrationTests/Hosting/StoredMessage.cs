namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>A row of the outbox, as it stands in the file.</summary>
public sealed record StoredMessage(
    long Position, string StreamId, long Version, string EventType, string Status, int Attempts, string? Error)
{
    public string Name => $"{StreamId}/{Version}";
}
