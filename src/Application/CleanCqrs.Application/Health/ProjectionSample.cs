using CleanCqrs.Application.Projections;

namespace CleanCqrs.Application.Health;

/// <summary>What a projection holds at one moment.</summary>
/// <param name="Held">
/// The counts, up to <see cref="ProjectionStatus.CountLimit"/> each; <see cref="ProjectionStatus.Streams"/> is not counted and 0.
/// </param>
/// <param name="OldestHeld">
/// For how long the oldest event that is parked or tried again has been held, by the clock of the database.
/// </param>
/// <param name="Parts">Into how many parts history is divided for it; 0 before it was followed for the first time.</param>
/// <param name="PartsOfNobody">How many of them no process follows at the moment.</param>
public sealed record ProjectionSample(ProjectionStatus Held, TimeSpan? OldestHeld, int Parts, int PartsOfNobody)
{
    /// <summary>How many parts of history each process follows at the moment, by the name of the process. Default: none.</summary>
    public IReadOnlyDictionary<string, int> Followers { get; init; } = new Dictionary<string, int>();
}
