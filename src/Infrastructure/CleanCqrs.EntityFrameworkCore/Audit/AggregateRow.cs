namespace CleanCqrs.EntityFrameworkCore.Audit;

/// <param name="StreamId">The stream of the aggregate.</param>
/// <param name="Version">Its version; 0 where it has no events.</param>
/// <param name="Key">The values of its key.</param>
internal sealed record AggregateRow(string StreamId, long Version, object[] Key);
