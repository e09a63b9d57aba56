using CleanCqrs.Application;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>How projections work; the section <c>Projections</c> of the configuration.</summary>
public sealed class ProjectionOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Projections";

    /// <summary>
    /// How often applying an event is tried before it becomes a dead letter, 1 or more. Default: 8, which takes about two minutes.
    /// </summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>
    /// When a failed event is tried again. Default: after 1 second, doubling up to 1 minute. It is stored: a restart does not begin anew.
    /// </summary>
    public RetrySchedule Retry { get; set; } = new();

    /// <summary>
    /// How long a projection waits at most before it looks for due events by itself: a redrive in another process can't wake it. Default: 5
    /// seconds. A look that finds nothing is four short queries.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);
}
