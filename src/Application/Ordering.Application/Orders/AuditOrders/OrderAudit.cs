namespace Ordering.Application.Orders.AuditOrders;

/// <summary>The result of an audit. While orders are being placed, the newest ones may differ for a moment.</summary>
/// <param name="Orders">Orders in the write model.</param>
/// <param name="Summaries">Orders in the read model.</param>
/// <param name="WriteTotal">The sum of quantity times unit price in the write model.</param>
/// <param name="ReadTotal">The sum of the total prices in the read model.</param>
/// <param name="Differences">Where the models differ, the first <see cref="MaxDifferences"/>.</param>
/// <param name="Complete">Whether all differences are listed.</param>
public sealed record OrderAudit(
    long Orders, long Summaries, decimal WriteTotal, decimal ReadTotal, IReadOnlyList<OrderDifference> Differences, bool Complete)
{
    public const int MaxDifferences = 100;
}

/// <summary>One field of one order that differs; <see langword="null"/> on the side that has no such order.</summary>
public sealed record OrderDifference(Guid OrderId, string What, string? Write, string? Read);
