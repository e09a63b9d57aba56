namespace CleanCqrs.Application.Health;

/// <summary>
/// What is asked of the write database every few seconds. It costs the same with a million published messages as with none.
/// </summary>
public interface IOutboxHealth
{
    /// <summary>Takes a sample.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The sample.</returns>
    Task<OutboxSample> SampleAsync(CancellationToken cancellationToken);

    /// <summary>Writes without changing anything: it fails where the database is read-only or can't be locked.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When the database could be written to.</returns>
    Task TryWritingAsync(CancellationToken cancellationToken);
}
