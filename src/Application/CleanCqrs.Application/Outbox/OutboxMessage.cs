using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Outbox;

/// <summary>An event that waits in the outbox for the relay.</summary>
/// <param name="Position">
/// Its place in the outbox. Within a stream positions grow with versions; between streams a lower one may be committed later.
/// </param>
/// <param name="Attempts">How often publishing it has failed so far.</param>
/// <param name="Envelope">The event.</param>
public sealed record OutboxMessage(long Position, int Attempts, EventEnvelope Envelope);
