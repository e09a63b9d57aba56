using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Divides a batch that failed. What stands before and behind the event that projectors failed at goes together, that event goes alone;
/// where nobody knows which one it is, what has failed is halved until it is found. Each bad event makes the parts half as large, so that
/// no time is lost where many are bad.
/// </summary>
internal sealed class BatchParts
{
    private readonly IReadOnlyList<EventEnvelope> _events;
    private readonly HashSet<Guid> _delivered;
    private readonly HashSet<string> _stopped = [];
    private Guid? _suspect;

    // What begins at _next and ends at _badUntil has failed together; parts of everything else have at most _size events.
    private int _badUntil;
    private int _size;
    private int _next;
    private int _end;

    /// <param name="delivered">The events that were delivered: each is tried, since none may get lost.</param>
    /// <param name="applied">Those that were to be applied: some of them, and parked ones that follow.</param>
    /// <param name="suspect">The event that projectors failed at.</param>
    public BatchParts(IReadOnlyList<EventEnvelope> delivered, IReadOnlyList<EventEnvelope> applied, EventEnvelope? suspect)
    {
        _delivered = [.. delivered.Select(envelope => envelope.EventId)];
        var streams = delivered.Select(envelope => envelope.StreamId).ToHashSet();
        _events =
        [
            .. delivered,
            .. applied.Where(envelope => streams.Contains(envelope.StreamId) && !_delivered.Contains(envelope.EventId)),
        ];
        (_suspect, _badUntil, _size) = (suspect?.EventId, _events.Count, _events.Count);
    }

    /// <summary>The events to try next; <see langword="null"/> when all were tried.</summary>
    /// <param name="maxCount">How many at most.</param>
    public IReadOnlyList<EventEnvelope>? Next(int maxCount)
    {
        var isHalved = _next < _badUntil && _suspect is null;
        var room = Math.Min(maxCount, isHalved ? Math.Max(1, (_badUntil - _next) / 2) : _size);
        List<EventEnvelope> part = [];
        for (_end = _next; _end < _events.Count && part.Count < room; _end++)
        {
            var envelope = _events[_end];
            var isSuspect = envelope.EventId == _suspect;
            if (isSuspect && part.Count > 0)
            {
                break;
            }

            // What is parked stays so behind an event that has failed, and needs no look.
            if (_delivered.Contains(envelope.EventId) || !_stopped.Contains(envelope.StreamId))
            {
                part.Add(envelope);
            }

            if (isSuspect)
            {
                _end++;
                break;
            }
        }

        return part.Count > 0 ? part : null;
    }

    /// <summary>An event was tried alone.</summary>
    public void Tried(EventEnvelope envelope, bool hasFailed)
    {
        if (!hasFailed)
        {
            Applied();
            return;
        }

        _stopped.Add(envelope.StreamId);
        (_suspect, _badUntil, _next, _size) = (null, _end, _end, Math.Max(1, _size / 2));
    }

    /// <summary>The part was applied.</summary>
    public void Applied()
    {
        var wasSuspect = _events[_end - 1].EventId == _suspect;
        (_next, _suspect) = (_end, wasSuspect ? null : _suspect);
        if (_next >= _badUntil)
        {
            _size = Math.Min(_events.Count, _size * 2);
        }
    }

    /// <summary>The part, of two events or more, has failed.</summary>
    /// <param name="suspect">The one that projectors failed at.</param>
    public void Failed(EventEnvelope? suspect) => (_suspect, _badUntil) = (suspect?.EventId, _end);
}
