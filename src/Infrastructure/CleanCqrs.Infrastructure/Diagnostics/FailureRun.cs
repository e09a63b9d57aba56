namespace CleanCqrs.Infrastructure.Diagnostics;

/// <summary>
/// Something that is tried again and again, and goes on failing: that is worth a line when it begins, one a minute while it lasts, and one
/// when it is over.
/// </summary>
internal sealed class FailureRun(TimeProvider timeProvider)
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private int _count;
    private long _saidAt;

    /// <summary>How many failures there were since it worked last.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>One more failure.</summary>
    /// <param name="count">How many there are now: the first one is 1.</param>
    /// <returns>Whether it is to be said.</returns>
    public bool Fail(out int count)
    {
        lock (_lock)
        {
            count = ++_count;
            if (count > 1 && timeProvider.GetElapsedTime(_saidAt) < _minute)
            {
                return false;
            }

            _saidAt = timeProvider.GetTimestamp();
            return true;
        }
    }

    /// <summary>It works.</summary>
    /// <param name="count">How many failures there were.</param>
    /// <returns>Whether there were any, and that is to be said.</returns>
    public bool Succeed(out int count)
    {
        lock (_lock)
        {
            (count, _count) = (_count, 0);
            return count > 0;
        }
    }
}
