using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Outbox;

/// <summary>How far one event has come on the write side.</summary>
/// <param name="Position">Its place among all events of the outbox.</param>
/// <param name="Envelope">The event; its time is when it was recorded with its aggregate.</param>
/// <param name="State">How far it has come.</param>
/// <param name="PublishedAt">When the transport got it, or <see langword="null"/>.</param>
/// <param name="Attempts">How often publishing it has failed.</param>
/// <param name="Error">Why it is a dead letter or backs off, or <see langword="null"/>.</param>
public sealed record OutboxEventTrace(
    long Position, EventEnvelope Envelope, OutboxEventState State, DateTimeOffset? PublishedAt, int Attempts, string? Error);
