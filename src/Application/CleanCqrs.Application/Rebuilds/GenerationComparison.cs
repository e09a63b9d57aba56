namespace CleanCqrs.Application.Rebuilds;

/// <summary>How a generation differs from the current one.</summary>
/// <param name="Projection">The name of the projection.</param>
/// <param name="CurrentRows">How many rows the current generation has, in all tables.</param>
/// <param name="NextRows">How many rows the other one has.</param>
/// <param name="RowsCompared">How many rows were compared by content.</param>
/// <param name="StreamsBehind">
/// In how many streams the other one is behind, although it was levelled: their events fail in it, or history lacks them.
/// </param>
/// <param name="StreamsAhead">In how many streams the other one is further than the current one.</param>
/// <param name="Differences">The differences, up to as many as were asked for.</param>
public sealed record GenerationComparison(
    string Projection,
    long CurrentRows,
    long NextRows,
    long RowsCompared,
    long StreamsBehind,
    long StreamsAhead,
    IReadOnlyList<RowDifference> Differences)
{
    /// <summary>Whether nothing differs.</summary>
    public bool IsEqual => StreamsBehind == 0 && StreamsAhead == 0 && Differences.Count == 0;
}
