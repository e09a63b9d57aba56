namespace CleanCqrs.Infrastructure.Audit;

/// <summary>How projections are compared with the write model; the section <c>Audit</c> of the configuration.</summary>
public sealed class AuditOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Audit";

    /// <summary>
    /// How often this process compares all its projections by itself, from 1 minute to 31 days. Default: never. Each process keeps a
    /// schedule of its own, so say it in one. Without it audits are made on demand, and when history turns out to be another one than the
    /// projections have seen.
    /// </summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>
    /// How long an audit pauses after each page of 1,000 streams, aggregates or rows, up to 1 minute: what it leaves to everybody else.
    /// Default: 20 milliseconds.
    /// </summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// How long streams that are behind, or missing, and rows that differ have time until they are looked at again, up to 1 hour. They
    /// are told when none of them has arrived in such a time. Choose it longer than events usually take. Default: 10 seconds.
    /// </summary>
    public TimeSpan SecondLook { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After how long an audit that has found something is made again by itself, so that health does not speak of what has healed since,
    /// from 1 second to 1 day. Default: 10 minutes.
    /// </summary>
    public TimeSpan RepeatAfter { get; set; } = TimeSpan.FromMinutes(10);
}
