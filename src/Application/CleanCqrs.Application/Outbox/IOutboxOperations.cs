namespace CleanCqrs.Application.Outbox;

/// <summary>What operators ask of the outbox, and do to it.</summary>
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

    /// <summary>Offers the dead letter of a stream to the transport again; what waits behind it follows in order.</summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was a dead letter.</returns>
    Task<bool> RedriveAsync(string streamId, CancellationToken cancellationToken);
}
