namespace CleanCqrs.BenchmarksTests.Api;

/// <summary>A clock on which every pause is over at once, and remembered.</summary>
public sealed class ImpatientTime : TimeProvider
{
    private readonly Lock _lock = new();
    private TimeSpan _elapsed;

    public List<TimeSpan> Pauses { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _elapsed.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // What is a time-out of a request elsewhere never runs out here.
        if (dueTime == RetryingClientTests.RequestTimeout)
        {
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }

        lock (_lock)
        {
            _elapsed += dueTime;
            Pauses.Add(dueTime);
        }

        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
