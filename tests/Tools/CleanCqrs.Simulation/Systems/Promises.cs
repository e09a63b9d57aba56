using System.Text;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Simulation.Broker;
using CleanCqrs.Simulation.Scheduling;
using CleanCqrs.Simulation.Stores;

namespace CleanCqrs.Simulation.Systems;

/// <summary>What must hold after every change of a database or of the log, and what must hold in the end.</summary>
internal sealed class Promises(
    Settings settings, Events events, WriteDatabase write, ReadDatabase read, SimulatedBroker broker, Scheduler scheduler)
{
    /// <summary>Every committed event by stream, in order.</summary>
    private readonly Dictionary<string, List<Moved>> _committed = settings.Streams.ToDictionary(stream => stream, _ => new List<Moved>());

    private readonly Dictionary<string, long> _onTheWire = [];

    /// <summary>Events that are no more, since the write database was put back, by stream and version.</summary>
    private readonly Dictionary<(string StreamId, long Version), HashSet<Moved>> _former = [];

    /// <summary>
    /// The streams of which a read database shows events that are no more, since it was put back after the write database, to a state that
    /// is not older than that one.
    /// </summary>
    private readonly HashSet<(string Projection, string StreamId)> _ofFormerDays = [];

    /// <summary>The first promise that was broken.</summary>
    public string? Broken { get; private set; }

    public void Break(string sentence)
    {
        scheduler.Trace?.Add(scheduler.Now, "PROMISE", sentence);
        Broken ??= sentence;
    }

    public long LastOf(string streamId) => _committed[streamId].Count;

    public void Committed(Moved moved) => _committed[moved.StreamId].Add(moved);

    /// <summary>2 and 4: only what the transport has is published, and only the owner in its epoch says so.</summary>
    public void Recording(BucketLease lease, OutboxOutcome outcome)
    {
        var envelope = outcome.Message.Envelope;
        var range = Bucket.RangeOf(envelope.StreamId);
        var leased = lease.Ranges.FirstOrDefault(item => item.Range == range);
        if (write.Leases[range] != (lease.Owner, leased?.Epoch ?? 0))
        {
            Break($"{lease.Owner} records {NameOf(envelope)}, though {write.Leases[range]} has range {range} by now.");
        }

        if (outcome.Result.Outcome == PublishOutcome.Acknowledged && !broker.Has(envelope.EventId))
        {
            Break($"{NameOf(envelope)} counts as published, and the broker does not have it.");
        }
    }

    /// <summary>4: on the wire a stream is in order, and nobody writes to it whose lease is lost.</summary>
    public void Appended(Process producer, EventEnvelope envelope)
    {
        var range = Bucket.RangeOf(envelope.StreamId);
        if (write.Leases[range].Owner != producer.Name)
        {
            Break($"{producer.Name} publishes {NameOf(envelope)}, though {write.Leases[range]} has range {range} by now.");
        }

        var last = _onTheWire.GetValueOrDefault(envelope.StreamId);
        if (envelope.StreamVersion > last + 1)
        {
            Break($"{NameOf(envelope)} is on the wire before version {last + 1}.");
        }

        _onTheWire[envelope.StreamId] = Math.Max(last, envelope.StreamVersion);
        if (LastOf(envelope.StreamId) < envelope.StreamVersion)
        {
            Break($"{NameOf(envelope)} is on the wire and was never committed.");
        }
    }

    /// <summary>3, 4 and 17: each row is the sum of what was applied, once each, those of a stream in order.</summary>
    public void Applied(string projection, ReadState before, ReadState after)
    {
        foreach (var stream in settings.Streams)
        {
            var version = after.VersionOf(projection, stream);
            var row = RowOf(after, LedgerProjector.StreamRow(projection, stream));
            if (version < before.VersionOf(projection, stream) || version > LongestOf(stream))
            {
                Break($"{projection} goes from version {before.VersionOf(projection, stream)} of {stream} to {version}.");
            }
            else if (row.Count != version || !row.IsInOrder)
            {
                Break($"{projection} is at version {version} of {stream} and has applied {row.Trail}.");
            }
            else if (!row.Events.All(WasCommitted))
            {
                Break($"{projection} has applied {row.Trail} of {stream}, and not all of that was committed.");
            }
        }

        foreach (var key in settings.Keys)
        {
            var row = RowOf(after, LedgerProjector.KeyRow(projection, key));
            var expected = settings.Streams
                .SelectMany(stream => RowOf(after, LedgerProjector.StreamRow(projection, stream)).Events)
                .Where(moved => moved.Key == key).ToList();
            if (row.Sum != expected.Sum(moved => moved.Amount) || row.Count != expected.Count)
            {
                Break($"The shared row {key} of {projection} is {row.Sum} of {row.Count} events; "
                    + $"{expected.Sum(moved => moved.Amount)} of {expected.Count} were applied.");
            }
        }
    }

    /// <summary>2: what a group has acknowledged is applied or held.</summary>
    public void Handled(ConsumerGroup group, IReadOnlyList<Delivery> deliveries, bool wasPutBack)
    {
        foreach (var envelope in deliveries.Select(delivery => delivery.Envelope).Where(envelope => !IsKept(group.Name, envelope)))
        {
            if (wasPutBack)
            {
                group.Lost.Add((envelope.StreamId, envelope.StreamVersion));
            }
            else
            {
                Break($"{group.Name} has acknowledged {NameOf(envelope)} and has neither applied nor held it.");
            }
        }
    }

    /// <summary>A read database that is put back forgets what nobody will deliver again.</summary>
    public void PutBack(ConsumerGroup group)
    {
        _ofFormerDays.UnionWith(_committed
            .Where(stream => RowOf(read.State, LedgerProjector.StreamRow(group.Name, stream.Key))
                .Events.Any(moved => !stream.Value.Contains(moved, ReferenceEqualityComparer.Instance)))
            .Select(stream => (group.Name, stream.Key)));
        var open = group.Open.Select(delivery => (delivery.Envelope.StreamId, delivery.Envelope.StreamVersion)).ToHashSet();
        foreach (var (stream, last) in _onTheWire)
        {
            for (var version = read.State.VersionOf(group.Name, stream) + 1; version <= last; version++)
            {
                if (!open.Contains((stream, version)) && !read.State.Held.ContainsKey(new HeldPlace(group.Name, stream, version)))
                {
                    group.Lost.Add((stream, version));
                }
            }
        }
    }

    /// <summary>A write database that is put back does not know any more what was committed since.</summary>
    public void WritePutBack()
    {
        foreach (var (stream, history) in _committed)
        {
            var left = write.Messages.Values.Count(row => row.Envelope.StreamId == stream);
            foreach (var moved in history.Skip(left))
            {
                if (!_former.TryGetValue((stream, moved.Version), out var former))
                {
                    _former.Add((stream, moved.Version), former = new HashSet<Moved>(ReferenceEqualityComparer.Instance));
                }

                former.Add(moved);
            }

            history.RemoveRange(left, history.Count - left);
            _onTheWire[stream] = Math.Min(_onTheWire.GetValueOrDefault(stream), left);
        }
    }

    /// <summary>2, 5 and 18: in the end every event is applied, or held where a person can see it.</summary>
    /// <returns>What is still missing; <see langword="null"/> when nothing is.</returns>
    public string? FindUnfinished()
    {
        foreach (var row in write.Messages.Values)
        {
            if (row.Status == OutboxRowStatus.Pending && !IsBehindDeadLetter(row))
            {
                return $"{NameOf(row.Envelope)} is not published.";
            }
        }

        return settings.Projections
            .SelectMany(projection => settings.Streams, (projection, stream) => FindUnfinished(broker.GroupOf(projection.Name), stream))
            .FirstOrDefault(unfinished => unfinished is not null);
    }

    private string? FindUnfinished(ConsumerGroup group, string stream)
    {
        var state = read.State;
        if (settings.WritePutBacks > 0 && IsSaidToCollide(group.Name, stream))
        {
            return null;
        }

        // A new event that comes on top of former ones before anybody can compare leaves no trace of them but in the content.
        if (!_ofFormerDays.Contains((group.Name, stream)) && FindConfused(group.Name, stream) is { } confused)
        {
            return confused;
        }

        if (settings is { HasHistory: true, WritePutBacks: 0 }
            && state.HolesOf(group.Name).FirstOrDefault(hole => hole.State == HoleState.Open) is { } hole)
        {
            return $"{group.Name} says that history lacks {hole.StreamId}/{hole.FromVersion}.";
        }

        var next = state.VersionOf(group.Name, stream) + 1;
        for (var version = next; version <= _onTheWire.GetValueOrDefault(stream); version++)
        {
            var held = state.Held.GetValueOrDefault(new HeldPlace(group.Name, stream, version));
            var isDead = held is { Reason: HoldReason.DeadLetter } && !events.AreRepaired;
            var isVisible = isDead || (held is not null && version > next);
            if (!isVisible && (settings.HasHistory || !group.Lost.Contains((stream, version))))
            {
                return $"{group.Name} has not applied {stream}/{version}, which is {held?.Reason.ToString() ?? "nowhere"}.";
            }
        }

        return null;
    }

    /// <summary>
    /// 19: where the write side has reached the last applied version again, the read model shows what is committed, or says that it does
    /// not.
    /// </summary>
    private string? FindConfused(string projection, string stream)
    {
        var row = RowOf(read.State, LedgerProjector.StreamRow(projection, stream));
        return row.Count <= _onTheWire.GetValueOrDefault(stream)
            && row.Events.Any(moved => !ReferenceEquals(_committed[stream][(int)moved.Version - 1], moved))
            ? $"{projection} shows events of {stream} that are no more, and does not say so: {row.Trail}."
            : null;
    }

    private bool IsSaidToCollide(string projection, string stream) =>
        read.State.HeldBy(projection, HoldReason.Collision).Concat(read.State.HeldBy(projection, HoldReason.Ahead))
            .Any(held => held.Envelope.StreamId == stream)
        || read.State.Unreadable.Any(kept => kept.Key.Projection == projection
            && kept.Value.Message.Key is { } key && key.Span.SequenceEqual(Encoding.UTF8.GetBytes(stream)));

    private bool WasCommitted(Moved moved)
    {
        var history = _committed[moved.StreamId];
        return (moved.Version <= history.Count && ReferenceEquals(history[(int)moved.Version - 1], moved))
            || (_former.TryGetValue((moved.StreamId, moved.Version), out var former) && former.Contains(moved));
    }

    private long LongestOf(string stream) => Math.Max(
        LastOf(stream), _former.Keys.Where(former => former.StreamId == stream).Select(former => former.Version).DefaultIfEmpty().Max());

    private bool IsBehindDeadLetter(OutboxRow row) => !events.AreRepaired && write.Messages.Values.Any(other =>
        other.Status == OutboxRowStatus.DeadLetter
        && other.Envelope.StreamId == row.Envelope.StreamId
        && other.Envelope.StreamVersion < row.Envelope.StreamVersion);

    private bool IsKept(string projection, EventEnvelope envelope) =>
        read.State.VersionOf(projection, envelope.StreamId) >= envelope.StreamVersion
        || read.State.Held.ContainsKey(new HeldPlace(projection, envelope.StreamId, envelope.StreamVersion));

    private static Total RowOf(ReadState state, string key) => (Total?)state.Rows.GetValueOrDefault(key) ?? Total.Zero;

    private static string NameOf(EventEnvelope envelope) => $"{envelope.StreamId}/{envelope.StreamVersion}";
}
