namespace CleanCqrs.Application.Outbox;

/// <summary>Tells which relay instances share the outbox; it changes nothing.</summary>
public interface IRangeHolders
{
    /// <summary>Who holds each bucket range at this moment, by the clock of the database.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>All ranges in their order; none in a host without an outbox.</returns>
    Task<IReadOnlyList<RangeHolder>> ListAsync(CancellationToken cancellationToken);
}
