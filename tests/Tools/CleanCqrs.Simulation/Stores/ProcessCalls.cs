using CleanCqrs.Simulation.Scheduling;

namespace CleanCqrs.Simulation.Stores;

/// <summary>
/// Calls of a simulated process: between any two of them others run, and each may fail before its effect or after it, or be the last thing
/// that the process does.
/// </summary>
internal sealed class ProcessCalls(Process process, Disturbance disturbance, Chance chance) : IStoreCalls
{
    public bool IsGone => process.IsDead;

    public async Task<T> CallAsync<T>(string call, Func<T> effect, CancellationToken cancellationToken)
    {
        await process.TravelAsync(call);
        cancellationToken.ThrowIfCancellationRequested();
        if (disturbance.Fails(chance))
        {
            process.Note($"{call}: no connection");
            throw new SimulatedFaultException($"{call}: no connection");
        }

        var result = effect();
        process.Note(call);
        await process.TravelAsync(call);
        if (disturbance.Fails(chance))
        {
            process.Note($"{call}: no answer");
            throw new SimulatedFaultException($"{call}: no answer, though it was done");
        }

        return result;
    }

    public Task WaitAsync(TimeSpan delay) => process.DelayAsync(delay);
}
