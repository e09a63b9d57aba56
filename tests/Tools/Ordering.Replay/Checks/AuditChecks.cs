using Ordering.Replay.Api;

namespace Ordering.Replay.Checks;

/// <summary>The second side: the host's own comparison of its two models, over all orders it has.</summary>
internal static class AuditChecks
{
    /// <param name="before">The audit before the first command.</param>
    /// <param name="after">The audit of the settled host.</param>
    /// <param name="placed">How many orders the replay has added.</param>
    public static IEnumerable<Check> Of(AuditReport before, AuditReport after, int placed)
    {
        yield return Check.Equal("Audit: complete", true, after.Complete);
        yield return Check.Equal("Audit: orders written", before.Orders + placed, after.Orders);
        yield return Check.Equal("Audit: orders = summaries", after.Orders, after.Summaries);
        yield return Check.Equal("Audit: total written = total read", after.WriteTotal, after.ReadTotal);
        yield return Check.None("Audit: differences", after.Differences.Count);
    }
}
