namespace Ordering.Replay.Api;

/// <summary>The host's own comparison of its write model with its read model.</summary>
internal sealed record AuditReport(
    long Orders,
    long Summaries,
    decimal WriteTotal,
    decimal ReadTotal,
    IReadOnlyList<AuditDifference> Differences,
    bool Complete)
{
    public bool Agrees => Complete && Orders == Summaries && WriteTotal == ReadTotal && Differences.Count == 0;
}

/// <summary>One order of which the two models disagree.</summary>
internal sealed record AuditDifference(string OrderId, string What, string? Write, string? Read);
