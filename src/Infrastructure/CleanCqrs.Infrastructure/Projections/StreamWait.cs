namespace CleanCqrs.Infrastructure.Projections;

/// <summary>The queries that wait for one stream.</summary>
internal sealed class StreamWait(Action forget) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<(long Version, TaskCompletionSource Source)> _sources = [];
    private int _users;
    private long _reached;
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

    public Task ReachedAsync(long version)
    {
        lock (_lock)
        {
            if (_reached >= version)
            {
                return Task.CompletedTask;
            }

            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _sources.Add((version, source));
            return source.Task;
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
