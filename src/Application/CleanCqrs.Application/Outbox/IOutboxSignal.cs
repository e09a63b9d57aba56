namespace CleanCqrs.Application.Outbox;

/// <summary>Wakes the relay of this process when a transaction with outbox messages has been committed.</summary>
public interface IOutboxSignal
{
    /// <summary>Says that there is something to publish. It never blocks, and any number of calls before the relay looks count as one.</summary>
    void Notify();

    /// <summary>Waits for the next call of <see cref="Notify"/>, or returns at once when there was one since the last wait.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was a call.</returns>
    Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken);
}
