using CleanCqrs.Application.Outbox;

namespace CleanCqrs.Application.Health;

/// <summary>The outbox at one moment.</summary>
/// <param name="Pending">Messages that are not published yet, counted up to <see cref="OutboxStatus.CountLimit"/>.</param>
/// <param name="DeadLetters">Messages that the transport refused, counted up to the same limit.</param>
/// <param name="BlockedStreams">Streams that wait behind a dead letter or back off, counted up to the same limit.</param>
/// <param name="Head">The highest position in the outbox; 0 when it is empty.</param>
/// <param name="OldestPending">The position of the oldest pending message.</param>
/// <param name="OldestPendingAge">How long ago that was recorded, by the clock of the database against the event's own time.</param>
/// <param name="Outage">The outage in force.</param>
/// <param name="RangesOfNobody">The bucket ranges that no relay holds.</param>
public sealed record OutboxSample(
    long Pending,
    long DeadLetters,
    long BlockedStreams,
    long Head,
    long? OldestPending,
    TimeSpan? OldestPendingAge,
    TransportOutage? Outage,
    IReadOnlyList<int> RangesOfNobody);
