using CleanCqrs.Application.Audit;
using CleanCqrs.Infrastructure.Diagnostics;

namespace CleanCqrs.Infrastructure.Health;

/// <param name="Name">The name of the projection.</param>
/// <param name="Held">What it holds.</param>
/// <param name="History">How far it is; nothing where this process knows no history.</param>
internal sealed record ProjectionFacts(string Name, Reading<HeldSample> Held, Reading<HistorySample>? History)
{
    public bool IsLocal { get; init; }

    /// <summary>Whether queries wait until it has caught up.</summary>
    public bool MustCatchUp { get; init; }

    /// <summary>How long it leaves events to the transport.</summary>
    public TimeSpan CatchUpDelay { get; init; }

    public int AbandonedAttempts { get; init; }

    /// <summary>How its rebuild does; nothing where it does not say which rows it owns.</summary>
    public Reading<RebuildSample>? Rebuild { get; init; }

    /// <summary>How this process does in looking after rebuilds.</summary>
    public PulseState Builder { get; init; } = PulseState.Quiet;

    /// <summary>What the last audit of this process found in it; nothing when there was none.</summary>
    public AuditReport? Audit { get; init; }

    /// <summary>How its comparison with history does in this process.</summary>
    public PulseState Follower { get; init; } = PulseState.Quiet;

    /// <summary>How its healing of streams does in this process.</summary>
    public PulseState Healer { get; init; } = PulseState.Quiet;
}
