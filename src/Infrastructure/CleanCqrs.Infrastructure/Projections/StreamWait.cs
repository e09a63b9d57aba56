namespace CleanCqrs.Infrastructure.Projections;

/// <summary>The queries that wait for one stream.</summary>
internal sealed class StreamWait(Action forget) : IDisposable
{
    /// <summary>However long a query has waited, the database is asked this often.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly List<(long Version, TaskCompletionSource Source)> _sources = [];
    private int _users;
    private long _reached;
    private TimeSpan _since;
    private TimeSpan _lookedAt;
    private bool _closed;

    public bool TryEnter()
    {
        lock (_lock)
        {
            if (!_closed)
            {
                _users++;
            }

            return !_closed;
        }
    }

    /// <summary>Ends when the version is reached.</summary>
    /// <param name="version">The version.</param>
    /// <param name="now">The time, at which the database has been asked already.</param>
    public Task ReachedAsync(long version, TimeSpan now)
    {
        lock (_lock)
        {
            if (_reached >= version)
            {
                return Task.CompletedTask;
            }

            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _sources.Add((version, source));
            _since = _lookedAt = now;
            return source.Task;
        }
    }

    /// <summary>
    /// Whether it is time to ask the database again: for who has just come soon, and then at intervals of a quarter of the time that has
    /// been waited. Who is told so asks.
    /// </summary>
    public bool TakeLook(TimeSpan now)
    {
        lock (_lock)
        {
            var interval = (now - _since) / 4;
            if (_sources.Count == 0 || now - _lookedAt < (interval < LongestInterval ? interval : LongestInterval))
            {
                return false;
            }

            _lookedAt = now;
            return true;
        }
    }

    /// <summary>Ends all waits for the stream with an exception.</summary>
    public void Fail(Exception exception)
    {
        lock (_lock)
        {
            _sources.ForEach(waiting => waiting.Source.TrySetException(exception));
            _sources.Clear();
        }
    }

    public void Reach(long version)
    {
        lock (_lock)
        {
            _reached = Math.Max(_reached, version);
            _sources.RemoveAll(waiting => waiting.Version <= _reached && waiting.Source.TrySetResult());
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _users--;
            if (_users > 0 || _closed)
            {
                return;
            }

            _closed = true;
        }

        forget();
    }
}
