namespace CleanCqrs.Application.Outbox;

/// <summary>Tells how far the events of a stream have come on the write side; it changes nothing.</summary>
public interface IOutboxTraces
{
    /// <summary>What happened to the events of one stream on the write side, oldest first.</summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The events that the outbox still holds.</returns>
    Task<IReadOnlyList<OutboxEventTrace>> TraceAsync(string streamId, CancellationToken cancellationToken);
}
