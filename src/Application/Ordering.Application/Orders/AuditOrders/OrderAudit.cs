using CleanCqrs.Application.Audit;

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

    /// <summary>The figure that is added up over all orders.</summary>
    public const string Total = "total";

    public static OrderAudit Of(RowAudit audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        var total = audit.Figures.Single(figure => figure.Name == Total);
        var differences = audit.Differences.SelectMany(OrderDifference.Of).ToList();
        return new OrderAudit(
            audit.Written,
            audit.Read,
            total.Written,
            total.Read,
            [.. differences.Take(MaxDifferences)],
            differences.Count <= MaxDifferences && audit.Total == audit.Differences.Count && audit.Unsettled == 0);
    }
}

/// <summary>One field of one order that differs; <see langword="null"/> on the side that has no such order.</summary>
public sealed record OrderDifference(Guid OrderId, string What, string? Write, string? Read)
{
    private const string Whole = "order";
    private const string Present = "present";

    internal static IEnumerable<OrderDifference> Of(AuditedRow row)
    {
        var orderId = Guid.Parse(row.Key);
        return row.Kind switch
        {
            RowDifferenceKind.Missing => [new OrderDifference(orderId, Whole, Present, null)],
            RowDifferenceKind.Extra => [new OrderDifference(orderId, Whole, null, Present)],
            _ => row.Values.Select(value => new OrderDifference(orderId, value.Name, value.Written, value.Read)),
        };
    }
}
