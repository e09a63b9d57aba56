namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>The host's own comparison of its write model with its read model.</summary>
public sealed record AuditReport(
    long Orders,
    long Summaries,
    decimal WriteTotal,
    decimal ReadTotal,
    IReadOnlyList<AuditDifference> Differences,
    bool Complete)
{
    public bool Agrees => Complete && Orders == Summaries && WriteTotal == ReadTotal && Differences.Count == 0;
}
