namespace CleanCqrs.Application.Operations;

/// <summary>A redrive of many dead letters in the background.</summary>
/// <param name="Filter">Which ones, in words.</param>
/// <param name="By">Who has begun it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Progress">How far it is.</param>
public sealed record RedriveRun(string Filter, string By, DateTimeOffset StartedAt, RedriveProgress Progress)
{
    /// <summary>When it ended; <see langword="null"/> while it is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it did not come to its end; <see langword="null"/> when it did, or is under way.</summary>
    public string? Failure { get; init; }
}
