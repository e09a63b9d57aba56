namespace CleanCqrs.Application.Audit;

/// <summary>A number that was added up over all rows, on both sides.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Written">The sum over the aggregates.</param>
/// <param name="Read">The sum over the rows.</param>
public sealed record RowFigure(string Name, decimal Written, decimal Read);
