using System.Globalization;
using Ordering.Application.Orders.AuditOrders;

namespace Ordering.WebUi.Operations;

/// <summary>An audit over HTTP. Totals travel as text: they may have more digits than a reader's floating-point number.</summary>
public sealed record AuditAnswer(
    long Orders, long Summaries, string WriteTotal, string ReadTotal, IReadOnlyList<OrderDifference> Differences, bool Complete)
{
    public static AuditAnswer Of(OrderAudit audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        return new AuditAnswer(
            audit.Orders, audit.Summaries, TextOf(audit.WriteTotal), TextOf(audit.ReadTotal), audit.Differences, audit.Complete);
    }

    private static string TextOf(decimal amount) => amount.ToString("0.00##########################", CultureInfo.InvariantCulture);
}
