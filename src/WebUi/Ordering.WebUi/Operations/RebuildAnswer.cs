using CleanCqrs.Application.Rebuilds;

namespace Ordering.WebUi.Operations;

/// <summary>A generation of a projection over HTTP.</summary>
public sealed record RebuildAnswer(
    string Projection,
    int Generation,
    string State,
    string StartedBy,
    DateTimeOffset StartedAt,
    bool SwitchWhenReady,
    bool IsRollback,
    string? Note,
    long Behind,
    double? EventsPerSecond,
    double? RemainingSeconds,
    bool IsBuiltHere,
    long DeadLetters,
    long Retrying,
    long Holes)
{
    public static RebuildAnswer Of(RebuildStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var generation = status.Generation;
        return new RebuildAnswer(
            generation.Projection,
            generation.Number,
            generation.State.ToString(),
            generation.StartedBy,
            generation.StartedAt,
            generation.SwitchWhenReady,
            generation.IsRollback,
            generation.Note,
            status.Behind,
            status.EventsPerSecond,
            status.Remaining?.TotalSeconds,
            status.IsBuiltHere,
            status.Held?.DeadLetters ?? 0,
            status.Held?.Retrying ?? 0,
            status.Held?.Holes ?? 0);
    }
}
