using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Outbox;

/// <summary>How far one event has come on the write side.</summary>
/// <param name="Envelope">The event; its time is when it was recorded with its aggregate.</param>
/// <param name="PublishedAt">When the transport got it, or <see langword="null"/>.</param>
/// <param name="Error">Why it is a dead letter or backs off, or <see langword="null"/>.</param>
public sealed record OutboxEventTrace(EventEnvelope Envelope, DateTimeOffset? PublishedAt, string? Error);
