using Ordering.Replay.Api;

namespace Ordering.Replay.Checks;

/// <summary>The host after it was waited for.</summary>
internal sealed record Settlement(OperationsStatus Status, AuditReport Audit)
{
    /// <summary>Nothing is under way, and the two models agree.</summary>
    public bool Complete => Status.Quiet && Audit.Agrees;

    public override string ToString() =>
        $"{Status.InMotion} things under way, {Audit.Orders} orders, {Audit.Summaries} summaries, {Audit.Differences.Count} differences";
}
