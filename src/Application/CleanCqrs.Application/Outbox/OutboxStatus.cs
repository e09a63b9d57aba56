namespace CleanCqrs.Application.Outbox;

/// <summary>What the outbox holds.</summary>
/// <param name="Pending">Messages that are not yet published, those behind a dead letter included, the dead letters themselves not.</param>
/// <param name="DeadLetters">Messages that the transport refused.</param>
/// <param name="BlockedStreams">Streams that wait behind a dead letter or back off.</param>
/// <param name="Published">Published messages that are kept as history.</param>
/// <param name="OldestPending">When the oldest pending message was recorded.</param>
/// <param name="Outage">The outage in force.</param>
public sealed record OutboxStatus(
    long Pending, long DeadLetters, long BlockedStreams, long Published, DateTimeOffset? OldestPending, TransportOutage? Outage);
