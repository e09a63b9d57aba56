namespace CleanCqrs.Application.Health;

/// <summary>The health of one part.</summary>
/// <param name="Part">
/// Its name: <c>write-database</c>, <c>relay</c>, <c>transport</c>, <c>read-database</c>, <c>clock</c>, or <c>projection:</c> and the name
/// of a projection.
/// </param>
/// <param name="Status">How it is.</param>
/// <param name="Reason">
/// Why, for how long, and what helps, in sentences; <see langword="null"/> when it is healthy. It names no addresses and no secrets.
/// </param>
public sealed record PartHealth(string Part, PartStatus Status, string? Reason = null)
{
    /// <summary>Since when it has not been healthy, by the clock of this process; <see langword="null"/> when it is.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>
    /// What a database or a broker said, for the log and for operators. It may hold addresses: don't show it to everybody.
    /// </summary>
    public string? Detail { get; init; }
}
