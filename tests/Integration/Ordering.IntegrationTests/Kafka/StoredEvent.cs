namespace Ordering.IntegrationTests.Kafka;

/// <summary>An event in the outbox.</summary>
internal sealed record StoredEvent(string StreamId, long Version, string EventType, byte[] Payload);
