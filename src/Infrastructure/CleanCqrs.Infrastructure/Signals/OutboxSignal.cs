using CleanCqrs.Application.Outbox;

namespace CleanCqrs.Infrastructure.Signals;

/// <summary>Wakes the relay of this process.</summary>
/// <param name="timeProvider">The clock.</param>
public sealed class OutboxSignal(TimeProvider timeProvider) : IOutboxSignal
{
    private readonly Signal _signal = new(timeProvider);

    /// <inheritdoc />
    public void Notify() => _signal.Notify();

    /// <inheritdoc />
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _signal.WaitAsync(timeout, cancellationToken);
}
