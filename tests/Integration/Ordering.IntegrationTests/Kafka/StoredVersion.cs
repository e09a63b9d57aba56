namespace Ordering.IntegrationTests.Kafka;

/// <summary>How far the projection has come in a stream.</summary>
internal sealed record StoredVersion(string StreamId, long Version);
