namespace CleanCqrs.Application.Outbox;

/// <summary>What operators ask of the outbox.</summary>
public interface IOutboxOperations
{
    /// <summary>Counts what the outbox holds.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The counts.</returns>
    Task<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>The messages that the transport refused, by stream and version.</summary>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The dead letters.</returns>
    Task<IReadOnlyList<OutboxDeadLetter>> ListDeadLettersAsync(int maxCount, CancellationToken cancellationToken);
}
