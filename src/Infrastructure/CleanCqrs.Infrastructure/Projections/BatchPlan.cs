using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Decides what a projection does with the events of a batch: drop what it has seen, apply what is next in its stream, park what came too early. The stream
/// version alone decides, so it does not matter in which order, or how often, a transport delivers.
/// </summary>
internal sealed class BatchPlan
{
    private readonly Dictionary<string, long> _versions;
    private readonly Dictionary<(string StreamId, long Version), HeldEvent> _held;
    private readonly Dictionary<(string StreamId, long Version), EventEnvelope> _early = [];
    private readonly Dictionary<(string StreamId, long Version), Guid> _holders;
    private readonly List<UnreadableMessage> _refuse = [];
    private readonly List<EventEnvelope> _apply = [];
    private readonly List<HeldEvent> _release = [];

    private BatchPlan(IReadOnlyDictionary<string, long> versions, IReadOnlyList<HeldEvent> held)
    {
        _versions = new Dictionary<string, long>(versions);
        _held = held.ToDictionary(item => (item.Envelope.StreamId, item.Envelope.StreamVersion));
        _holders = _held.ToDictionary(item => item.Key, item => item.Value.Envelope.EventId);
    }

    /// <summary>The events to apply, in order.</summary>
    public IReadOnlyList<EventEnvelope> Apply => _apply;

    /// <summary>The held events among <see cref="Apply"/>.</summary>
    public IReadOnlyList<HeldEvent> Release => _release;

    /// <summary>The events that came too early.</summary>
    public IReadOnlyCollection<EventEnvelope> Park => _early.Values;

    /// <summary>The events whose place in their stream is taken by another one.</summary>
    public IReadOnlyList<UnreadableMessage> Refuse => _refuse;

    public bool IsEmpty => _apply.Count == 0 && _early.Count == 0;

    public static BatchPlan Create(
        IReadOnlyList<EventEnvelope> incoming, IReadOnlyDictionary<string, long> versions, IReadOnlyList<HeldEvent> held)
    {
        var plan = new BatchPlan(versions, held);
        foreach (var envelope in incoming)
        {
            plan.Take(envelope);
        }

        return plan;
    }

    private void Take(EventEnvelope envelope)
    {
        var key = (envelope.StreamId, envelope.StreamVersion);
        if (_holders.TryGetValue(key, out var holder) && ContestedVersion.Is(envelope, holder))
        {
            _refuse.Add(ContestedVersion.ToMessage(envelope, holder));
            return;
        }

        var next = _versions.GetValueOrDefault(envelope.StreamId) + 1;
        if (envelope.StreamVersion < next || _held.ContainsKey(key))
        {
            return;
        }

        _holders[key] = envelope.EventId;
        if (envelope.StreamVersion > next)
        {
            _early.TryAdd(key, envelope);
            return;
        }

        Append(envelope);
        while (TryTakeFollower(envelope.StreamId))
        {
        }
    }

    private bool TryTakeFollower(string streamId)
    {
        var key = (streamId, _versions[streamId] + 1);
        if (_early.Remove(key, out var early))
        {
            Append(early);
            return true;
        }

        if (_held.TryGetValue(key, out var held) && held.Reason == HoldReason.Parked)
        {
            _release.Add(held);
            Append(held.Envelope);
            return true;
        }

        return false;
    }

    private void Append(EventEnvelope envelope)
    {
        _apply.Add(envelope);
        _versions[envelope.StreamId] = envelope.StreamVersion;
    }
}
