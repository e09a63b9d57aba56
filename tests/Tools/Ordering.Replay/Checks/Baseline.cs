using Ordering.Replay.Api;

namespace Ordering.Replay.Checks;

/// <summary>What the host had before the first command, so that a command carried out twice shows as an order that nobody placed.</summary>
internal sealed record Baseline(AuditReport Audit, IReadOnlySet<string> OrderIds)
{
    public static Baseline Of(AuditReport audit, IReadOnlyList<MemberOrders> shown) =>
        new(audit, shown.SelectMany(list => list.Orders).Select(order => order.OrderId).ToHashSet());
}
