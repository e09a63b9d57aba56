namespace CleanCqrs.Application.Operations;

/// <summary>The clock of this process differs from that of a database by more than a few seconds.</summary>
/// <param name="Database">The name of the context whose database it is.</param>
/// <param name="Ahead">How far the clock of this process is ahead; negative when it is behind.</param>
public sealed record ClockSkew(string Database, TimeSpan Ahead);
