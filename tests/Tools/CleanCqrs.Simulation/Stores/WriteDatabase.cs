using CleanCqrs.Application.History;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Simulation.Stores;

/// <summary>The write database: the outbox, which streams of it wait, the outage on record, and the leases, by its own clock.</summary>
/// <param name="now">The clock.</param>
/// <param name="leaseClock">The clock of the leases, where that is another one.</param>
internal sealed class WriteDatabase(Func<DateTimeOffset> now, Func<DateTimeOffset>? leaseClock = null)
{
    private readonly SortedDictionary<long, OutboxRow> _pending = [];
    private readonly SortedDictionary<string, DateTimeOffset?> _blocked = new(StringComparer.Ordinal);
    private (TransportOutage Outage, DateTimeOffset RetryAt)? _outage;
    private long _lastPosition;

    public LeaseTable Leases { get; } = new(leaseClock ?? now);

    /// <summary>Every message, by position.</summary>
    public SortedDictionary<long, OutboxRow> Messages { get; } = [];

    public TransportOutage? Outage
    {
        get => _outage is { } stored ? stored.Outage with { RetryAfter = stored.RetryAt - Now } : null;
        set => _outage = value is null ? null : (value, Now + value.RetryAfter);
    }

    /// <summary>Who reads history, how far they have come, and when they said so.</summary>
    public SortedDictionary<string, HistoryReader> Readers { get; } = new(StringComparer.Ordinal);

    /// <summary>Up to which position published messages were deleted.</summary>
    public long DeletedUpTo { get; set; }

    /// <summary>What is told of each row that a recorded outcome is about to change, with the lease under which it is.</summary>
    public Action<BucketLease, OutboxOutcome>? Recording { get; set; }

    /// <summary>How far the next position lies behind the last one: others have taken those between, and were rolled back.</summary>
    public int Stride { get; init; } = 1;

    public int BlockedStreams => _blocked.Count;

    public DateTimeOffset Now => now();

    /// <summary>Positions are given when a transaction begins to insert: who commits first may have the higher one.</summary>
    public long NextPosition() => _lastPosition += Stride;

    /// <summary>What a backup holds: everything but the leases, which run out.</summary>
    public WriteBackup Back() => new(
        [.. Messages.Values.Select(row => row.Copy())], _blocked.ToDictionary(), _outage, _lastPosition, Readers.ToDictionary());

    public void PutBack(WriteBackup backup)
    {
        (_outage, _lastPosition) = (backup.Outage, backup.LastPosition);
        Messages.Clear();
        _pending.Clear();
        _blocked.Clear();
        Readers.Clear();
        foreach (var row in backup.Messages)
        {
            Messages.Add(row.Position, row);
            if (row.Status == OutboxEventState.Pending)
            {
                _pending.Add(row.Position, row);
            }
        }

        foreach (var (stream, until) in backup.Blocked)
        {
            _blocked.Add(stream, until);
        }

        foreach (var (name, reader) in backup.Readers)
        {
            Readers.Add(name, reader);
        }
    }

    public void Insert(long position, EventEnvelope envelope)
    {
        var row = new OutboxRow(position, envelope);
        Messages.Add(position, row);
        _pending.Add(position, row);
    }

    public void AddHistory(EventEnvelope envelope, DateTimeOffset publishedAt)
    {
        var row = new OutboxRow(NextPosition(), envelope) { Status = OutboxEventState.Published, PublishedAt = publishedAt };
        Messages.Add(row.Position, row);
    }

    public bool IsBlocked(string streamId) => _blocked.ContainsKey(streamId);

    public IReadOnlyList<OutboxMessage> ReadPending(
        BucketLease lease, int maxCount, TimeSpan longestWait, IReadOnlyCollection<long> inHand)
    {
        var (time, latest) = (Now, Now + longestWait);
        if (_outage is { } outage && Waits(outage.RetryAt))
        {
            return [];
        }

        var ranges = lease.Ranges.Select(range => range.Range).ToHashSet();
        return
        [
            .. _pending.Values
                .Where(row => ranges.Contains(Bucket.RangeOf(row.Envelope.StreamId)))
                .Where(row => !inHand.Contains(row.Position))
                .Where(row => !_blocked.TryGetValue(row.Envelope.StreamId, out var until) || (until is { } due && !Waits(due)))
                .Take(maxCount)
                .Select(row => row.ToMessage()),
        ];

        bool Waits(DateTimeOffset retryAt) => retryAt > time && retryAt <= latest;
    }

    /// <summary>The fence: of a range that somebody else has, or that its owner has in another epoch, nothing is recorded.</summary>
    public IReadOnlyCollection<int> Record(
        BucketLease lease, IReadOnlyCollection<OutboxOutcome> outcomes, bool ignoreFence = false)
    {
        var lost = lease.Ranges.Where(range => !ignoreFence && Leases[range.Range] != (lease.Owner, range.Epoch))
            .Select(range => range.Range).ToList();
        foreach (var outcome in outcomes.Where(outcome => !lost.Contains(Bucket.RangeOf(outcome.Message.Envelope.StreamId))))
        {
            if (_pending.TryGetValue(outcome.Message.Position, out var row))
            {
                Recording?.Invoke(lease, outcome);
                Record(row, outcome);
            }
        }

        return lost;
    }

    public bool Redrive(string streamId)
    {
        var dead = Messages.Values.Where(row => row.Status == OutboxEventState.DeadLetter && row.Envelope.StreamId == streamId).ToList();
        foreach (var row in dead)
        {
            (row.Status, row.Attempts) = (OutboxEventState.Pending, 0);
            _pending.Add(row.Position, row);
        }

        if (dead.Count > 0)
        {
            _blocked.Remove(streamId);
        }

        return dead.Count > 0;
    }

    private void Record(OutboxRow row, OutboxOutcome outcome)
    {
        var streamId = row.Envelope.StreamId;
        switch (outcome.Result.Outcome)
        {
            case PublishOutcome.Acknowledged:
                (row.Status, row.PublishedAt, row.Error) = (OutboxEventState.Published, Now, null);
                _pending.Remove(row.Position);
                if (outcome.Message.Attempts > 0)
                {
                    _blocked.Remove(streamId);
                }

                break;
            case PublishOutcome.Rejected:
                row.Status = OutboxEventState.DeadLetter;
                _pending.Remove(row.Position);
                Block(row, outcome, until: null);
                break;
            default:
                Block(row, outcome, Now + outcome.RetryAfter);
                break;
        }
    }

    private void Block(OutboxRow row, OutboxOutcome outcome, DateTimeOffset? until)
    {
        row.Attempts++;
        row.Error = outcome.Result.Error;
        _blocked[row.Envelope.StreamId] = until;
    }
}
