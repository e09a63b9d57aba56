namespace CleanCqrs.Benchmarks.Projecting;

/// <summary>
/// Takes the time of a number of events, the first of which do not count: connections, compiled queries and compiled code come with them,
/// once in the life of a
/// host.
/// </summary>
/// <param name="events">How many events there are.</param>
/// <param name="warmUp">How many of them do not count, at least.</param>
/// <param name="time">The clock.</param>
public sealed class Stretch(int events, int warmUp, TimeProvider time)
{
    private readonly TaskCompletionSource<double> _rate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private int _handled;
    private int _uncounted;
    private long? _started;

    /// <summary>Events per second, when all are handled.</summary>
    public Task<double> Rate => _rate.Task;

    /// <summary>Says that so many more are handled for good.</summary>
    public void Add(int handled)
    {
        lock (_lock)
        {
            _handled += handled;
            if (_started is not { } started)
            {
                if (_handled >= warmUp)
                {
                    (_started, _uncounted) = (time.GetTimestamp(), _handled);
                }
            }
            else if (_handled >= events)
            {
                _rate.TrySetResult((events - _uncounted) / time.GetElapsedTime(started).TotalSeconds);
            }
        }
    }
}
