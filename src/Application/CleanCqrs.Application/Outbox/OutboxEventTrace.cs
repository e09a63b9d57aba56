namespace CleanCqrs.Application.Outbox;

/// <summary>How far one event has come on the write side.</summary>
/// <param name="StreamVersion">Its version.</param>
/// <param name="EventType">Its stable name.</param>
/// <param name="CommittedAt">When it was recorded with its aggregate.</param>
/// <param name="PublishedAt">When the transport got it, or <see langword="null"/>.</param>
/// <param name="Error">Why it is a dead letter or backs off, or <see langword="null"/>.</param>
public sealed record OutboxEventTrace(long StreamVersion, string EventType, DateTimeOffset CommittedAt, DateTimeOffset? PublishedAt, string? Error);
