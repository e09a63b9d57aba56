namespace CleanCqrs.Application.Outbox;

/// <summary>
/// What the relay needs of the outbox. Filling it is the business of the write context, in the transaction of the aggregates.
/// </summary>
public interface IOutboxStore
{
    /// <summary>Reads the messages that may be published now, in the order of their positions.</summary>
    /// <param name="lease">The bucket ranges to read.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="longestWait">
    /// The longest delay that the schedule of retries gives. By the clock of the database, streams that back off are left out until they
    /// are due, as are streams behind a dead letter, and everything during an outage; a time that is further away than this was written by
    /// a clock that was wrong, and counts as due.
    /// </param>
    /// <param name="inHand">
    /// The positions of messages that are being published or recorded: they are left out, whatever the outbox says of them.
    /// </param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The messages; none when there is nothing to do.</returns>
    Task<IReadOnlyList<OutboxMessage>> ReadPendingAsync(
        BucketLease lease,
        int maxCount,
        TimeSpan longestWait,
        IReadOnlyCollection<long> inHand,
        CancellationToken cancellationToken);

    /// <summary>
    /// Records what became of messages, in one transaction: acknowledged ones are published, a rejected one becomes a dead letter and
    /// blocks its stream, a failed one makes its stream back off. The times are those of the database. Of a range that is leased to
    /// somebody else by now, nothing is recorded.
    /// </summary>
    /// <param name="lease">The lease under which they were read.</param>
    /// <param name="outcomes">The outcomes, in the order of publishing.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The ranges that were lost; none when everything is recorded.</returns>
    Task<IReadOnlyCollection<int>> RecordAsync(
        BucketLease lease, IReadOnlyCollection<OutboxOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>The outage on record, so that a restarted relay, or another instance, goes on waiting instead of hammering.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The outage, or <see langword="null"/> when the transport was last seen working.</returns>
    Task<TransportOutage?> FindOutageAsync(CancellationToken cancellationToken);

    /// <summary>Records that the transport is away, or with <see langword="null"/> that it is back.</summary>
    /// <param name="outage">The outage.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when it is recorded.</returns>
    Task RecordOutageAsync(TransportOutage? outage, CancellationToken cancellationToken);
}
