namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Whether events are applied one by one, each attempt on record before it is made: for a while after a process that ran the projection
/// has ended uncleanly. One of its events may be the reason, and would end this process as well.
/// </summary>
internal sealed class Caution(TimeProvider timeProvider)
{
    private const int MaxEvents = 1_000;
    private static readonly TimeSpan _maxTime = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private int _eventsLeft;
    private long? _since;

    public bool IsOn
    {
        get
        {
            lock (_lock)
            {
                return _eventsLeft > 0 && (_since is not { } since || timeProvider.GetElapsedTime(since) < _maxTime);
            }
        }
    }

    public void Begin()
    {
        lock (_lock)
        {
            (_eventsLeft, _since) = (MaxEvents, null);
        }
    }

    /// <summary>An event is about to be tried. The time counts from the first one: it may be long until a broker delivers it.</summary>
    public void Count()
    {
        lock (_lock)
        {
            _eventsLeft--;
            _since ??= timeProvider.GetTimestamp();
        }
    }
}
