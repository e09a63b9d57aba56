namespace CleanCqrs.Application.Operations;

/// <summary>What operators are told of, and for how long; the section <c>Operations</c> of the configuration.</summary>
public sealed class OperationsOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Operations";

    /// <summary>The names of the projections to report on and to redrive, also those that run in other processes. Default: none.</summary>
    public IList<string> Projections { get; } = [];

    /// <summary>
    /// How long the trail of what operators did about dead letters is kept, from 1 day to 36,500 days, by every process with a relay or a
    /// projection. The trail is also where a dead letter that was discarded can still be read. Default: 365 days.
    /// </summary>
    public TimeSpan ActionRetention { get; set; } = TimeSpan.FromDays(365);
}
