using CleanCqrs.Application.Projections;

namespace CleanCqrs.Simulation.Stores;

/// <summary>The read database: one state after the other, its own clock, and the locks of turns.</summary>
internal sealed class ReadDatabase(Func<DateTimeOffset> now)
{
    public ReadState State { get; private set; } = ReadState.Empty;

    public TurnLocks Turns { get; } = new();

    public DateTimeOffset Now => now();

    /// <summary>Grows when the database is put back: connections from before are gone.</summary>
    public int Incarnation { get; private set; }

    /// <summary>What is told of each commit of a unit of work: the projection, the state before it, and after it.</summary>
    public Action<string, ReadState, ReadState>? Committed { get; set; }

    public void Change(Func<ReadState, ReadState> change) => State = change(State);

    public void Commit(string projection, ReadState after)
    {
        var before = State;
        State = after;
        Committed?.Invoke(projection, before, after);
    }

    /// <summary>Whether nobody reaches it.</summary>
    public bool IsAway { get; set; }

    public void PutBack(ReadState backup)
    {
        State = backup;
        Incarnation++;
        IsAway = false;
    }

    /// <summary>
    /// Events that are due, or have a time that no schedule can have set; else parked ones before which nothing is missing.
    /// </summary>
    public DueEvents ReadDue(string projection, int maxCount, TimeSpan longestWait)
    {
        var (time, latest) = (Now, Now + longestWait);
        var retrying = State.HeldBy(projection, HoldReason.Retrying).OrderBy(held => held.RetryAt).ToList();
        var due = retrying.Where(held => held.RetryAt <= time)
            .Concat(retrying.Where(held => held.RetryAt > latest))
            .Take(maxCount)
            .ToList();
        var next = retrying.Find(held => held.RetryAt > time)?.RetryAt - time;
        if (due.Count == 0)
        {
            due = [.. State.HeldBy(projection, HoldReason.Parked).Where(IsStranded).Take(maxCount)];
        }

        return new DueEvents(due, due.Count == maxCount ? TimeSpan.Zero : next);

        bool IsStranded(HeldEvent held)
        {
            var (streamId, before) = (held.Envelope.StreamId, held.Envelope.StreamVersion - 1);
            return State.Positions.TryGetValue(new StreamKey(projection, streamId), out var stream)
                && stream.Position.Version >= before
                && State.Held.GetValueOrDefault(new HeldPlace(projection, streamId, before))
                    is not { Reason: HoldReason.Collision or HoldReason.Ahead };
        }
    }

    public bool Redrive(string projection, string streamId)
    {
        var dead = State.HeldBy(projection, HoldReason.DeadLetter).Where(held => held.Envelope.StreamId == streamId).ToList();
        var time = Now;
        Change(state => state with
        {
            Held = state.Held.SetItems(dead.Select(held => KeyValuePair.Create(
                new HeldPlace(projection, streamId, held.Envelope.StreamVersion),
                held with { Reason = HoldReason.Retrying, RetryAt = time, Attempts = 0 }))),
        });
        return dead.Count > 0;
    }

    /// <summary>What the read model shows stays; the stream goes on behind the event that came second.</summary>
    public bool AcceptCollision(string projection, string streamId)
    {
        var collisions = State.HeldBy(projection, HoldReason.Collision).Where(held => held.Envelope.StreamId == streamId).ToList();
        foreach (var collision in collisions)
        {
            var place = new HeldPlace(projection, streamId, collision.Envelope.StreamVersion);
            var key = new StreamKey(projection, streamId);
            var applied = State.VersionOf(projection, streamId);
            Change(state => place.Version > applied
                ? state with { Held = state.Held.SetItem(place, collision with { Reason = HoldReason.Parked, Error = null }) }
                : state with
                {
                    Held = state.Held.Remove(place),
                    Positions = place.Version == applied
                        ? state.Positions.SetItem(key, state.Positions[key] with { EventId = collision.Envelope.EventId })
                        : state.Positions,
                });
        }

        return collisions.Count > 0;
    }
}
