namespace CleanCqrs.Infrastructure.Diagnostics;

/// <summary>
/// Log lines of one kind, of which thousands may come at once: the first ten of a minute are written as they are, and how many more there
/// were is told in one line when the minute is over.
/// </summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="tellRest">Writes that line.</param>
internal sealed class SparseLog(TimeProvider timeProvider, Action<int> tellRest)
{
    /// <summary>How many lines are written in a minute.</summary>
    public const int MostInAMinute = 10;

    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private ITimer? _end;
    private int _written;
    private int _left;

    /// <summary>Whether one more line is to be written; it is counted if not.</summary>
    public bool Allows()
    {
        lock (_lock)
        {
            _end ??= timeProvider.CreateTimer(_ => End(), null, _minute, Timeout.InfiniteTimeSpan);
            if (_written < MostInAMinute)
            {
                _written++;
                return true;
            }

            _left++;
            return false;
        }
    }

    private void End()
    {
        int left;
        lock (_lock)
        {
            (left, _left, _written) = (_left, 0, 0);
            _end?.Dispose();
            _end = null;
        }

        if (left > 0)
        {
            tellRest(left);
        }
    }
}
