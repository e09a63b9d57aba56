namespace CleanCqrs.Application.Rebuilds;

/// <summary>What was put right in the current generation of a projection.</summary>
/// <param name="Deleted">Rows that were there and should not be.</param>
/// <param name="Inserted">Rows that were not there.</param>
/// <param name="Updated">Rows whose content was another one.</param>
/// <param name="Streams">Streams in which the progress was another one.</param>
public sealed record RepairedRows(long Deleted, long Inserted, long Updated, long Streams)
{
    /// <summary>Rows that were chosen, and do not differ: somebody else has put them right, or neither generation has them.</summary>
    public long Unchanged { get; init; }
}
