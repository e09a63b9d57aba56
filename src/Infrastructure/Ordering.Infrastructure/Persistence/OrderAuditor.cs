using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Ordering.Application.Orders;
using Ordering.Application.Orders.AuditOrders;
using Ordering.Domain.Orders;

namespace Ordering.Infrastructure.Persistence;

/// <summary>Walks both models side by side in the order of their ids, so that its memory does not grow with their size.</summary>
internal sealed class OrderAuditor(OrderingDbContext write, OrderingReadDbContext read) : IOrderAuditor
{
    private readonly List<OrderDifference> _differences = [];
    private long _orders;
    private long _summaries;
    private decimal _writeTotal;
    private decimal _readTotal;
    private bool _complete = true;

    public async Task<OrderAudit> AuditAsync(CancellationToken cancellationToken)
    {
        await using var orders = write.Orders.AsNoTracking().OrderBy(order => order.Id).AsAsyncEnumerable().GetAsyncEnumerator(cancellationToken);
        await using var summaries = read.OrderSummaries.AsNoTracking().OrderBy(summary => summary.OrderId).AsAsyncEnumerable()
            .GetAsyncEnumerator(cancellationToken);
        var order = await NextAsync(orders);
        var summary = await NextAsync(summaries);
        while (order is not null || summary is not null)
        {
            var comparison = order is null ? 1 : summary is null ? -1 : Compare(order.Id.Value, summary.OrderId);
            if (comparison == 0)
            {
                CompareFields(order!, summary!);
            }
            else if (comparison < 0)
            {
                Report(order!.Id.Value, "order", "present", null);
            }
            else
            {
                Report(summary!.OrderId, "order", null, "present");
            }

            if (comparison <= 0)
            {
                Count(order!);
                order = await NextAsync(orders);
            }

            if (comparison >= 0)
            {
                Count(summary!);
                summary = await NextAsync(summaries);
            }
        }

        return new OrderAudit(_orders, _summaries, _writeTotal, _readTotal, _differences, _complete);
    }

    private static async Task<T?> NextAsync<T>(IAsyncEnumerator<T> items)
        where T : class => await items.MoveNextAsync() ? items.Current : null;

    private static int Compare(Guid left, Guid right) => string.CompareOrdinal(left.ToString("D"), right.ToString("D"));

    private static string Text<T>(T value) => string.Create(CultureInfo.InvariantCulture, $"{value}");

    private void Count(Order order)
    {
        _orders++;
        _writeTotal += order.Quantity * order.UnitPrice;
    }

    private void Count(OrderSummary summary)
    {
        _summaries++;
        _readTotal += summary.TotalPrice;
    }

    private void CompareFields(Order order, OrderSummary summary)
    {
        var id = summary.OrderId;
        var status = order.Status == OrderStatus.Cancelled ? OrderSummaryStatus.Cancelled : OrderSummaryStatus.Created;
        ReportIfDifferent(id, "status", status, summary.Status);
        ReportIfDifferent(id, "memberId", order.MemberId, summary.MemberId);
        ReportIfDifferent(id, "productId", order.ProductId, summary.ProductId);
        ReportIfDifferent(id, "version", order.Version, summary.Version);
        ReportIfDifferent(id, "quantity", order.Quantity, summary.Quantity);
        ReportIfDifferent(id, "unitPrice", order.UnitPrice, summary.UnitPrice);
        ReportIfDifferent(id, "totalPrice", order.Quantity * order.UnitPrice, summary.TotalPrice);
        ReportIfDifferent(id, "orderDate", order.OrderDate, summary.OrderDate);
    }

    private void ReportIfDifferent<T>(Guid orderId, string what, T write, T read)
        where T : IEquatable<T>
    {
        if (!write.Equals(read))
        {
            Report(orderId, what, Text(write), Text(read));
        }
    }

    private void Report(Guid orderId, string what, string? write, string? read)
    {
        if (_differences.Count < OrderAudit.MaxDifferences)
        {
            _differences.Add(new OrderDifference(orderId, what, write, read));
        }
        else
        {
            _complete = false;
        }
    }
}
