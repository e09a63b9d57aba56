namespace CleanCqrs.Infrastructure.Health;

/// <summary>The limits of the operator, with what follows from them.</summary>
internal sealed record HealthLimits(HealthOptions Options)
{
    private const int MissedSamples = 3;

    /// <summary>How long others may take to take over what an instance has left.</summary>
    private static readonly TimeSpan _handover = TimeSpan.FromSeconds(5);

    /// <summary>From then on it counts that nothing is heard.</summary>
    public TimeSpan Silence => (MissedSamples * Options.SampleInterval) + Options.SampleTimeout;

    public TimeSpan Handover => Options.MaxPendingAge < _handover ? Options.MaxPendingAge : _handover;

    public string Interval => Wording.Of(Options.SampleInterval);
}
