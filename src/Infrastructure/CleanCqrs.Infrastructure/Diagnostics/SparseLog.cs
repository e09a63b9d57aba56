namespace CleanCqrs.Infrastructure.Diagnostics;

/// <summary>
/// Log lines of one kind, of which thousands may come at once: the first ten are written as they are, and how many more there were is told
/// in one line a minute, and when the process ends. After a minute without any, the next ten are written again.
/// </summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="tellRest">Writes that line.</param>
/// <param name="most">How many lines are written as they are.</param>
internal sealed class SparseLog(TimeProvider timeProvider, Action<int> tellRest, int most = 10) : IDisposable
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private ITimer? _minutes;
    private bool _isQuiet;
    private int _written;
    private int _left;

    /// <summary>Whether one more line is to be written; what it tells of is counted if not.</summary>
    /// <param name="items">How much it tells of.</param>
    public bool Allows(int items = 1)
    {
        lock (_lock)
        {
            _minutes ??= timeProvider.CreateTimer(_ => EndMinute(), null, _minute, _minute);
            _isQuiet = false;
            if (_written < most)
            {
                _written++;
                return true;
            }

            _left += items;
            return false;
        }
    }

    /// <summary>Tells what is left to tell.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isQuiet = true;
        }

        EndMinute();
    }

    private void EndMinute()
    {
        int left;
        lock (_lock)
        {
            (left, _left) = (_left, 0);
            if (_isQuiet)
            {
                _minutes?.Dispose();
                (_minutes, _written) = (null, 0);
            }

            _isQuiet = true;
        }

        if (left > 0)
        {
            tellRest(left);
        }
    }
}
