using System.Collections.Concurrent;
using CleanCqrs.Application.Projections;

namespace CleanCqrs.Infrastructure.Signals;

internal sealed class ProjectionSignals(TimeProvider timeProvider) : IProjectionWakeUp
{
    private readonly ConcurrentDictionary<string, Signal> _signals = [];

    public void Notify(string projection) => SignalOf(projection).Notify();

    public Task<bool> WaitAsync(string projection, TimeSpan timeout, CancellationToken cancellationToken) =>
        SignalOf(projection).WaitAsync(timeout, cancellationToken);

    private Signal SignalOf(string projection) => _signals.GetOrAdd(projection, _ => new Signal(timeProvider));
}
