namespace CleanCqrs.Infrastructure.Health;

/// <summary>What counts as healthy; the section <c>Health</c> of the configuration.</summary>
public sealed class HealthOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Health";

    /// <summary>
    /// How often each part is sampled, from 0.1 seconds to 1 minute. It costs some indexed queries per sample and process. Default: 2
    /// seconds.
    /// </summary>
    public TimeSpan SampleInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a sample may take before that is the finding, from 0.1 seconds to 1 minute. Default: 3 seconds.</summary>
    public TimeSpan SampleTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long an event may wait for its publication before the relay is degraded. Default: 30 seconds.</summary>
    public TimeSpan MaxPendingAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a read model may be behind, or hold an event back, before its projection is degraded; the pause in which it leaves events
    /// to the transport (<c>CatchUpDelay</c>) comes on top. Default: 30 seconds.
    /// </summary>
    public TimeSpan MaxBehind { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether dead letters and unreadable messages count. Default: <see langword="true"/>; without it they are shown by status and metrics
    /// alone.
    /// </summary>
    public bool CountDeadLetters { get; set; } = true;

    /// <summary>What the host is there for, which decides when it is not ready. Default: commands and queries.</summary>
    public HostServes Serves { get; set; }
}
