namespace CleanCqrs.Application.Outbox;

/// <summary>
/// What the outbox holds. Counts stop at <see cref="CountLimit"/>, which then means "as many or more": so the status costs the same
/// whatever has piled up.
/// </summary>
/// <param name="Pending">Messages that are not yet published, those behind a dead letter included, the dead letters themselves not.</param>
/// <param name="DeadLetters">Messages that the transport refused.</param>
/// <param name="BlockedStreams">Streams that wait behind a dead letter or back off.</param>
/// <param name="Published">
/// About how many published messages are kept as history: computed from their positions, not counted, and without a limit. Positions that
/// were drawn and not used, by saves that failed, count as messages.
/// </param>
/// <param name="OldestPending">When the oldest pending message was recorded.</param>
/// <param name="Outage">The outage in force.</param>
public sealed record OutboxStatus(
    long Pending, long DeadLetters, long BlockedStreams, long Published, DateTimeOffset? OldestPending, TransportOutage? Outage)
{
    /// <summary>Where counting stops: 10,000.</summary>
    public const int CountLimit = 10_000;
}
