using CleanCqrs.Application;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Decides what a projection does with events, one or many: apply, park, release, refuse, make due, hold their stream, or ignore. Version,
/// time and what is held decide, so it does not matter in which order, or how often, a transport delivers.
/// </summary>
internal sealed class BatchPlan
{
    private readonly DateTimeOffset _now;
    private readonly RetrySchedule _schedule;
    private readonly bool _followersInTurn;
    private readonly Guid? _begun;
    private readonly Dictionary<string, long> _versions;
    private readonly Dictionary<StreamPlace, HeldKey> _found;
    private readonly Dictionary<StreamPlace, HeldKey> _held;
    private readonly Dictionary<StreamPlace, EventEnvelope> _early = [];
    private readonly Dictionary<StreamPlace, Guid> _places;
    private readonly HashSet<string> _contested = [];
    private readonly HashSet<StreamPlace> _runs = [];
    private readonly List<Collision> _collisions = [];
    private readonly List<UnreadableMessage> _refuse = [];
    private readonly List<EventEnvelope> _apply = [];
    private readonly List<HeldEvent> _hold = [];
    private readonly List<HeldKey> _change = [];
    private readonly List<HeldKey> _release = [];

    private BatchPlan(
        IReadOnlyDictionary<string, StreamProgress> progress,
        IReadOnlyList<HeldKey> held,
        DateTimeOffset now,
        RetrySchedule schedule,
        bool followersInTurn,
        Guid? begun)
    {
        _begun = begun;
        _now = now;
        _schedule = schedule;
        _followersInTurn = followersInTurn;
        _versions = progress.ToDictionary(stream => stream.Key, stream => stream.Value.Version);
        _held = held.ToDictionary(item => new StreamPlace(item.StreamId, item.StreamVersion));
        _found = new Dictionary<StreamPlace, HeldKey>(_held);
        _places = _held.ToDictionary(item => item.Key, item => item.Value.EventId);
        foreach (var (streamId, stream) in progress)
        {
            var last = new StreamPlace(streamId, stream.Version);
            if (IsContested(_held.GetValueOrDefault(last)))
            {
                _contested.Add(streamId);
            }
            else if (stream.EventId is { } eventId)
            {
                _places[last] = eventId;
            }
        }
    }

    /// <summary>The events to apply, in order.</summary>
    public IReadOnlyList<EventEnvelope> Apply => _apply;

    /// <summary>The events to hold from now on: what came too early, and what claims the version of an event that is applied.</summary>
    public IEnumerable<HeldEvent> Hold => _hold.Concat(_early.Values.Select(Park));

    /// <summary>The held events whose reason changes: parked ones become due, since their predecessor is applied.</summary>
    public IReadOnlyList<HeldKey> Change => _change;

    /// <summary>The held events to let go of: they are being applied, or have been.</summary>
    public IReadOnlyCollection<HeldKey> Release => _release;

    /// <summary>The events whose place in their stream is held by another one, which keeps it.</summary>
    public IReadOnlyList<UnreadableMessage> Refuse => _refuse;

    /// <summary>The collisions for which streams are held from now on.</summary>
    public IReadOnlyList<Collision> Collisions => _collisions;

    /// <summary>How many events are parked that were not held before.</summary>
    public int Parked => _early.Count;

    /// <summary>Whether there is nothing to save.</summary>
    public bool IsEmpty =>
        _apply.Count == 0 && _hold.Count == 0 && _early.Count == 0 && _change.Count == 0 && _release.Count == 0;

    /// <summary>Where parked events follow what is applied; they are not loaded yet. Call <see cref="Follow"/> with them.</summary>
    public StreamPlace? NextRun => _runs.Count > 0 ? _runs.First() : null;

    /// <summary>The places whose held events decide about some events: their own, the next ones, and the last ones applied.</summary>
    public static IReadOnlyCollection<StreamPlace> PlacesOf(
        IReadOnlyList<EventEnvelope> incoming, IReadOnlyDictionary<string, StreamProgress> progress) =>
    [
        .. incoming
            .SelectMany(envelope => new[]
            {
                new StreamPlace(envelope.StreamId, envelope.StreamVersion), new StreamPlace(envelope.StreamId, envelope.StreamVersion + 1),
            })
            .Concat(progress.Select(stream => new StreamPlace(stream.Key, stream.Value.Version)))
            .Distinct(),
    ];

    /// <param name="incoming">The events, in the order of their delivery.</param>
    /// <param name="progress">How far the projection has come in their streams.</param>
    /// <param name="held">What it holds at their <see cref="PlacesOf"/>.</param>
    /// <param name="now">The time: events that are tried again later are ignored until then.</param>
    /// <param name="schedule">By which they are: a time beyond it is not obeyed.</param>
    /// <param name="followersInTurn">
    /// Whether parked events that follow an applied one become due instead of being applied with it: then a failure is that of one event.
    /// </param>
    /// <param name="begun">The event whose attempt is on record already: that it is held for the next one does not count.</param>
    public static BatchPlan Create(
        IReadOnlyList<EventEnvelope> incoming,
        IReadOnlyDictionary<string, StreamProgress> progress,
        IReadOnlyList<HeldKey> held,
        DateTimeOffset now,
        RetrySchedule schedule,
        bool followersInTurn = false,
        Guid? begun = null)
    {
        var plan = new BatchPlan(progress, held, now, schedule, followersInTurn, begun);
        foreach (var envelope in incoming)
        {
            plan.Take(envelope);
        }

        return plan;
    }

    /// <summary>Applies the parked events that follow at <see cref="NextRun"/>.</summary>
    /// <param name="run">The parked events from there on, at least the first.</param>
    /// <param name="maxCount">How many are applied at most; the one after them becomes due.</param>
    public void Follow(IReadOnlyList<HeldEvent> run, int maxCount)
    {
        var place = NextRun!;
        _runs.Remove(place);
        if (run.Count == 0)
        {
            return;
        }

        foreach (var held in run)
        {
            place = new StreamPlace(place.StreamId, held.Envelope.StreamVersion);
            _found[place] = _held[place] = held.Key;
            if (maxCount-- <= 0)
            {
                MakeDue(held.Key);
                return;
            }

            ApplyNow(held.Envelope, held.Key);
        }

        Append(place with { Version = place.Version + 1 });
    }

    /// <summary>The parked events with which the backlog of a stream reaches another multiple of a number of events.</summary>
    public IEnumerable<(EventEnvelope Parked, long Behind)> Backlogs(int multiple) =>
        from parked in _early.Values
        let behind = parked.StreamVersion - _versions.GetValueOrDefault(parked.StreamId)
        where behind % multiple == 0
        select (parked, behind);

    /// <summary>What was held of an event when the plan was made.</summary>
    public HeldKey? FindHeld(EventEnvelope envelope) => _found.GetValueOrDefault(PlaceOf(envelope));

    private static StreamPlace PlaceOf(EventEnvelope envelope) => new(envelope.StreamId, envelope.StreamVersion);

    private void Take(EventEnvelope envelope)
    {
        var place = PlaceOf(envelope);
        var held = _held.GetValueOrDefault(place);
        if (IsContested(held))
        {
            return;
        }

        if (_places.TryGetValue(place, out var holder) && Collision.Is(envelope, holder))
        {
            Collide(envelope, holder, held);
            return;
        }

        if (envelope.EventId != _begun && Waits(held))
        {
            return;
        }

        var next = _versions.GetValueOrDefault(envelope.StreamId) + 1;
        if (envelope.StreamVersion < next)
        {
            // Another instance has applied it between our failure and its record.
            LetGo(held);
        }
        else if (envelope.StreamVersion == next && !_contested.Contains(envelope.StreamId))
        {
            _places[place] = envelope.EventId;
            ApplyNow(envelope, held);
            Append(place with { Version = next + 1 });
        }
        else if (held is null)
        {
            _places[place] = envelope.EventId;
            _early.TryAdd(place, envelope);
        }
        else if (held.Reason == HoldReason.Retrying)
        {
            ChangeTo(held with { Reason = HoldReason.Parked, Attempts = 0, RetryAt = null });
        }
    }

    /// <summary>Whether nothing of a stream is applied until a person decides.</summary>
    private static bool IsContested(HeldKey? held) => held?.Reason is HoldReason.Collision or HoldReason.Ahead;

    private bool Waits(HeldKey? held) =>
        held?.Reason == HoldReason.DeadLetter
        || (held is { Reason: HoldReason.Retrying, RetryAt: { } retryAt } && !_schedule.IsDue(retryAt, _now));

    /// <summary>Goes on with what follows an applied event, as far as it is known.</summary>
    private void Append(StreamPlace place)
    {
        for (; _early.Remove(place, out var early); place = place with { Version = place.Version + 1 })
        {
            ApplyNow(early, held: null);
        }

        if (_held.GetValueOrDefault(place) is not { Reason: HoldReason.Parked } held)
        {
            return;
        }

        if (_followersInTurn)
        {
            MakeDue(held);
        }
        else
        {
            _runs.Add(place);
        }
    }

    private void ApplyNow(EventEnvelope envelope, HeldKey? held)
    {
        _runs.Remove(PlaceOf(envelope));
        LetGo(held);
        _apply.Add(envelope);
        _versions[envelope.StreamId] = envelope.StreamVersion;
        _places[PlaceOf(envelope)] = envelope.EventId;
    }

    private void Collide(EventEnvelope envelope, Guid holder, HeldKey? held)
    {
        var collision = new Collision(envelope, holder);
        var last = _versions.GetValueOrDefault(envelope.StreamId);
        if (envelope.StreamVersion == last)
        {
            // Its place among what is held is free.
            if (_contested.Add(envelope.StreamId))
            {
                _runs.RemoveWhere(place => place.StreamId == envelope.StreamId);
                _collisions.Add(collision);
                _hold.Add(collision.Hold(envelope, _now));
            }
        }
        else if (envelope.ReceivedFrom is not null)
        {
            _refuse.Add(collision.ToMessage());
        }
        else if (held is not null && envelope.StreamVersion > last)
        {
            _collisions.Add(collision);
            ChangeTo(held with { Reason = HoldReason.Collision, Attempts = 0, RetryAt = null });
        }
        else if (_early.Remove(PlaceOf(envelope), out var first))
        {
            _collisions.Add(collision);
            _hold.Add(collision.Hold(first, _now));
        }
    }

    // In the same transaction as its predecessor: a crash after it leaves nothing parked that nobody would come for.
    private void MakeDue(HeldKey held) => ChangeTo(held with { Reason = HoldReason.Retrying, RetryAt = _now });

    private void ChangeTo(HeldKey held)
    {
        _held[new StreamPlace(held.StreamId, held.StreamVersion)] = held;
        _change.Add(held);
    }

    private void LetGo(HeldKey? held)
    {
        if (held is not null && _held.Remove(new StreamPlace(held.StreamId, held.StreamVersion)))
        {
            _change.RemoveAll(changed => changed.StreamId == held.StreamId && changed.StreamVersion == held.StreamVersion);
            _release.Add(held);
        }
    }

    private HeldEvent Park(EventEnvelope envelope) => new(envelope, HoldReason.Parked, _now, Attempts: 0, RetryAt: null, Error: null);
}
