namespace CleanCqrs.Simulation.Stores;

/// <summary>Calls that nothing disturbs, from any thread, one at a time: so the store contract sees the stores.</summary>
internal sealed class DirectCalls : IStoreCalls
{
    private readonly Lock _lock = new();

    public bool IsGone => false;

    public Task<T> CallAsync<T>(string call, Func<T> effect, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            lock (_lock)
            {
                return Task.FromResult(effect());
            }
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    public Task WaitAsync(TimeSpan delay) => Task.Delay(delay);
}
