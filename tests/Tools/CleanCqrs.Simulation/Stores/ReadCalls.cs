namespace CleanCqrs.Simulation.Stores;

/// <summary>Calls of the read database, which may be away, and whose connections end when it is put back.</summary>
internal sealed class ReadCalls(IStoreCalls calls, ReadDatabase database) : IStoreCalls
{
    public bool IsGone => calls.IsGone;

    public Task<T> CallAsync<T>(string call, Func<T> effect, CancellationToken cancellationToken)
    {
        var incarnation = database.Incarnation;
        return calls.CallAsync(
            call,
            () => database.IsAway || database.Incarnation != incarnation
                ? throw new SimulatedFaultException($"{call}: the read database is away")
                : effect(),
            cancellationToken);
    }

    public Task WaitAsync(TimeSpan delay) => calls.WaitAsync(delay);
}
