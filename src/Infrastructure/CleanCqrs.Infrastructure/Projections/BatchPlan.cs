using CleanCqrs.Application;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Decides what a projection does with events, one or many: apply, park, release, refuse, make due, or ignore. Version, time and what is
/// held decide, so it does not matter in which order, or how often, a transport delivers.
/// </summary>
internal sealed class BatchPlan
{
    private readonly DateTimeOffset _now;
    private readonly RetrySchedule _schedule;
    private readonly bool _followersInTurn;
    private readonly Dictionary<string, long> _versions;
    private readonly Dictionary<(string StreamId, long Version), HeldEvent> _held;
    private readonly Dictionary<(string StreamId, long Version), EventEnvelope> _early = [];
    private readonly Dictionary<(string StreamId, long Version), Guid> _places;
    private readonly List<UnreadableMessage> _refuse = [];
    private readonly List<EventEnvelope> _apply = [];
    private readonly List<HeldEvent> _hold = [];
    private readonly HashSet<HeldEvent> _release = new(ReferenceEqualityComparer.Instance);

    private BatchPlan(
        IReadOnlyDictionary<string, long> versions,
        IReadOnlyList<HeldEvent> held,
        DateTimeOffset now,
        RetrySchedule schedule,
        bool followersInTurn)
    {
        _now = now;
        _schedule = schedule;
        _followersInTurn = followersInTurn;
        _versions = new Dictionary<string, long>(versions);
        _held = held.ToDictionary(item => (item.Envelope.StreamId, item.Envelope.StreamVersion));
        _places = _held.ToDictionary(item => item.Key, item => item.Value.Envelope.EventId);
    }

    /// <summary>The events to apply, in order.</summary>
    public IReadOnlyList<EventEnvelope> Apply => _apply;

    /// <summary>
    /// The events to hold: those that came too early, and parked ones that become due because their predecessor is applied.
    /// </summary>
    public IReadOnlyList<HeldEvent> Hold => _hold;

    /// <summary>The held events to let go of: they are being applied, or have been.</summary>
    public IReadOnlyCollection<HeldEvent> Release => _release;

    /// <summary>The events whose place in their stream is taken by another one.</summary>
    public IReadOnlyList<UnreadableMessage> Refuse => _refuse;

    /// <summary>How many events are parked that were not held before.</summary>
    public int Parked => _early.Count;

    /// <summary>Whether there is nothing to save.</summary>
    public bool IsEmpty => _apply.Count == 0 && _hold.Count == 0 && _release.Count == 0;

    /// <param name="incoming">The events, in the order of their delivery.</param>
    /// <param name="versions">How far the projection has come in their streams.</param>
    /// <param name="held">What it holds of those streams.</param>
    /// <param name="now">The time: events that are tried again later are ignored until then.</param>
    /// <param name="schedule">By which they are: a time beyond it is not obeyed.</param>
    /// <param name="followersInTurn">
    /// Whether parked events that follow an applied one become due instead of being applied with it: then a failure is that of one event.
    /// </param>
    public static BatchPlan Create(
        IReadOnlyList<EventEnvelope> incoming,
        IReadOnlyDictionary<string, long> versions,
        IReadOnlyList<HeldEvent> held,
        DateTimeOffset now,
        RetrySchedule schedule,
        bool followersInTurn = false)
    {
        var plan = new BatchPlan(versions, held, now, schedule, followersInTurn);
        foreach (var envelope in incoming)
        {
            plan.Take(envelope);
        }

        plan._hold.AddRange(plan._early.Values.Select(plan.Park));
        return plan;
    }

    /// <summary>What was held of an event when the plan was made.</summary>
    public HeldEvent? FindHeld(EventEnvelope envelope) => _held.GetValueOrDefault((envelope.StreamId, envelope.StreamVersion));

    private void Take(EventEnvelope envelope)
    {
        var place = (envelope.StreamId, envelope.StreamVersion);
        if (_places.TryGetValue(place, out var holder) && ContestedVersion.Is(envelope, holder))
        {
            _refuse.Add(ContestedVersion.ToMessage(envelope, holder));
            return;
        }

        var held = _held.GetValueOrDefault(place);
        if (held?.Reason == HoldReason.DeadLetter
            || (held is { Reason: HoldReason.Retrying, RetryAt: { } retryAt } && !_schedule.IsDue(retryAt, _now)))
        {
            return;
        }

        var next = _versions.GetValueOrDefault(envelope.StreamId) + 1;
        if (envelope.StreamVersion < next)
        {
            // Another instance has applied it between our failure and its record.
            LetGo(held);
        }
        else if (envelope.StreamVersion == next)
        {
            _places[place] = envelope.EventId;
            Append(envelope, held);
        }
        else if (held is null)
        {
            _places[place] = envelope.EventId;
            _early.TryAdd(place, envelope);
        }
        else if (held.Reason == HoldReason.Retrying)
        {
            _hold.Add(Park(held.Envelope));
        }
    }

    private void Append(EventEnvelope first, HeldEvent? held)
    {
        for (
            EventEnvelope? next = first; next is { } envelope; (next, held) = TakeFollower((envelope.StreamId, envelope.StreamVersion + 1)))
        {
            LetGo(held);
            _apply.Add(envelope);
            _versions[envelope.StreamId] = envelope.StreamVersion;
        }
    }

    private (EventEnvelope? Envelope, HeldEvent? Held) TakeFollower((string StreamId, long Version) place)
    {
        if (_early.Remove(place, out var early))
        {
            return (early, null);
        }

        if (!_held.TryGetValue(place, out var held) || held.Reason != HoldReason.Parked)
        {
            return default;
        }

        if (_followersInTurn)
        {
            // In the same transaction: a crash after it leaves nothing parked that nobody would come for.
            _hold.Add(held with { Reason = HoldReason.Retrying, RetryAt = _now });
            return default;
        }

        return (held.Envelope, held);
    }

    private void LetGo(HeldEvent? held)
    {
        if (held is not null)
        {
            _release.Add(held);
        }
    }

    private HeldEvent Park(EventEnvelope envelope) => new(envelope, HoldReason.Parked, _now, Attempts: 0, RetryAt: null, Error: null);
}
