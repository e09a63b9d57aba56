namespace CleanCqrs.Application.History;

/// <summary>Somebody who reads history by position, and needs what lies behind it: a projection.</summary>
/// <param name="Name">The name of the projection.</param>
/// <param name="Position">Up to which position it has seen everything.</param>
/// <param name="UpdatedAt">When it said so last.</param>
public sealed record HistoryReader(string Name, long Position, DateTimeOffset UpdatedAt);
