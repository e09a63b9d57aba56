using CleanCqrs.Application.Projections;

namespace CleanCqrs.Simulation.Stores;

/// <summary>The read database: one state after the other, and the locks of turns.</summary>
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

    public void PutBack(ReadState backup)
    {
        State = backup;
        Incarnation++;
    }

    /// <summary>Events that are due, else parked ones before which nothing is missing.</summary>
    public DueEvents ReadDue(string projection, DateTimeOffset time, int maxCount)
    {
        var retrying = State.HeldBy(projection, HoldReason.Retrying).OrderBy(held => held.RetryAt).ToList();
        var due = retrying.Where(held => held.RetryAt <= time).Take(maxCount).ToList();
        var next = retrying.Find(held => held.RetryAt > time)?.RetryAt;
        if (due.Count == 0)
        {
            due = [.. State.HeldBy(projection, HoldReason.Parked).Where(IsStranded).Take(maxCount)];
        }

        return new DueEvents(due, due.Count == maxCount ? time : next);

        bool IsStranded(HeldEvent held) =>
            State.Positions.TryGetValue(new StreamKey(projection, held.Envelope.StreamId), out var position)
            && position.Version >= held.Envelope.StreamVersion - 1;
    }

    public bool Redrive(string projection, string streamId, DateTimeOffset time)
    {
        var dead = State.HeldBy(projection, HoldReason.DeadLetter).Where(held => held.Envelope.StreamId == streamId).ToList();
        Change(state => state with
        {
            Held = state.Held.SetItems(dead.Select(held => KeyValuePair.Create(
                new HeldKey(projection, streamId, held.Envelope.StreamVersion),
                held with { Reason = HoldReason.Retrying, RetryAt = time, Attempts = 0 }))),
        });
        return dead.Count > 0;
    }
}
