namespace CleanCqrs.Application.Rebuilds;

/// <summary>Rows of the read context that a projection alone writes.</summary>
/// <param name="Row">Their type; what belongs to it, such as owned types, derived types and tables between two of them, comes with it.
/// </param>
/// <param name="NotCompared">The names of properties that do not follow from events alone, and so are not compared.</param>
public sealed record OwnedRows(Type Row, IReadOnlySet<string> NotCompared);
