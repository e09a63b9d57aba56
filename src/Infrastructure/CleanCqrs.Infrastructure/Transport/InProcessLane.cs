namespace CleanCqrs.Infrastructure.Transport;

/// <summary>A lane of a consumer group: one delivery after the other.</summary>
internal sealed class InProcessLane : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(1);
    private readonly Lock _lock = new();
    private Turn? _turn;
    private bool _hasLeft;

    /// <summary>Whether the delivery in hand is one that nobody waits for any more.</summary>
    public bool IsLate
    {
        get
        {
            lock (_lock)
            {
                return _turn is { IsLate: true };
            }
        }
    }

    /// <summary>Whether the group has left: what is delivered from then on is not handled.</summary>
    public bool HasLeft
    {
        get
        {
            lock (_lock)
            {
                return _hasLeft;
            }
        }
    }

    public async Task<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        lock (_lock)
        {
            return _turn = new Turn(this, cancellationToken);
        }
    }

    /// <returns>Whether there is a delivery in hand that was waited for until now.</returns>
    public bool LeaveBehind()
    {
        lock (_lock)
        {
            if (_turn is null or { IsLate: true })
            {
                return false;
            }

            _turn.IsLate = true;
            if (_hasLeft)
            {
                _turn.Cancel();
            }

            return true;
        }
    }

    /// <summary>
    /// Waits for the delivery in hand, and ends it when nobody else does so. Who enters from then on finds that the group has left.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _hasLeft = true;
            if (_turn is { IsLate: true })
            {
                _turn.Cancel();
            }
        }

        await _free.WaitAsync();
        _free.Release();
    }

    internal sealed class Turn(InProcessLane lane, CancellationToken cancellationToken) : IDisposable
    {
        private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        public CancellationToken Token => _end.Token;

        public bool IsLate { get; set; }

        public void Cancel() => _ = _end.CancelAsync();

        public void Dispose()
        {
            lock (lane._lock)
            {
                lane._turn = null;
                _end.Dispose();
            }

            lane._free.Release();
        }
    }
}
