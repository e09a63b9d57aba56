namespace CleanCqrs.Infrastructure.Diagnostics;

/// <summary>Whether something that works in rounds is alive: when its rounds begin, end and fail.</summary>
internal sealed class Pulse(TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private int _failures;
    private long? _failingSince;
    private long? _roundSince;
    private Exception? _error;

    public void Begin()
    {
        lock (_lock)
        {
            _roundSince = timeProvider.GetTimestamp();
        }
    }

    public void Succeed()
    {
        lock (_lock)
        {
            (_failures, _failingSince, _roundSince, _error) = (0, null, null, null);
        }
    }

    public void Fail(Exception error)
    {
        lock (_lock)
        {
            _failures++;
            _failingSince ??= timeProvider.GetTimestamp();
            (_roundSince, _error) = (null, error);
        }
    }

    public PulseState Read()
    {
        lock (_lock)
        {
            return new PulseState(_failures, Since(_failingSince), Since(_roundSince), _error?.GetType().Name, _error?.Message);
        }
    }

    private TimeSpan? Since(long? timestamp) => timestamp is { } begun ? timeProvider.GetElapsedTime(begun) : null;
}
