using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Ordering.Application.Orders;
using Ordering.Application.Orders.AuditOrders;
using Ordering.Domain.Orders;

namespace Ordering.Infrastructure.Persistence;

/// <summary>
/// Walks the write model and looks for the summaries, then walks the read model and looks for orders that are not there. Both go page by
/// page, so that memory does not grow with the models, and neither relies on an order of ids: SQL Server has one of its own.
/// </summary>
internal sealed class OrderAuditor(OrderingDbContext write, OrderingReadDbContext read) : IOrderAuditor
{
    private const int PageSize = 1_000;

    private readonly List<OrderDifference> _differences = [];
    private long _orders;
    private long _summaries;
    private decimal _writeTotal;
    private decimal _readTotal;
    private bool _complete = true;

    public async Task<OrderAudit> AuditAsync(CancellationToken cancellationToken)
    {
        OrderId? lastOrder = null;
        while (await ReadOrdersAsync(lastOrder, cancellationToken) is [.., { Id: var id }] orders)
        {
            var ids = orders.ConvertAll(order => order.Id.Value);
            var summaries = await read.OrderSummaries.AsNoTracking().Where(summary => EF.Parameter(ids).Contains(summary.OrderId))
                .ToDictionaryAsync(summary => summary.OrderId, cancellationToken);
            orders.ForEach(order => Compare(order, summaries.GetValueOrDefault(order.Id.Value)));
            lastOrder = id;
        }

        Guid? lastSummary = null;
        while (await ReadSummariesAsync(lastSummary, cancellationToken) is [.., { OrderId: var id }] summaries)
        {
            var ids = summaries.ConvertAll(summary => new OrderId(summary.OrderId));
            var known = await write.Orders.Where(order => EF.Parameter(ids).Contains(order.Id)).Select(order => order.Id)
                .ToHashSetAsync(cancellationToken);
            summaries.ForEach(summary => Count(summary, known.Contains(new OrderId(summary.OrderId))));
            lastSummary = id;
        }

        return new OrderAudit(_orders, _summaries, _writeTotal, _readTotal, _differences, _complete);
    }

    /// <summary>Databases keep microseconds or more.</summary>
    private static DateTimeOffset ToMicroseconds(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private static string Text<T>(T value) => string.Create(CultureInfo.InvariantCulture, $"{value}");

    private Task<List<Order>> ReadOrdersAsync(OrderId? after, CancellationToken cancellationToken)
    {
        var orders = write.Orders.AsNoTracking();
        return (after is { } last ? orders.Where(order => order.Id > last) : orders)
            .OrderBy(order => order.Id).Take(PageSize).ToListAsync(cancellationToken);
    }

    private Task<List<OrderSummary>> ReadSummariesAsync(Guid? after, CancellationToken cancellationToken)
    {
        var summaries = read.OrderSummaries.AsNoTracking();
        return (after is { } last ? summaries.Where(summary => summary.OrderId > last) : summaries)
            .OrderBy(summary => summary.OrderId).Take(PageSize).ToListAsync(cancellationToken);
    }

    private void Compare(Order order, OrderSummary? summary)
    {
        _orders++;
        _writeTotal += order.Quantity * order.UnitPrice;
        if (summary is null)
        {
            Report(order.Id.Value, "order", "present", null);
        }
        else
        {
            CompareFields(order, summary);
        }
    }

    private void Count(OrderSummary summary, bool isOrder)
    {
        _summaries++;
        _readTotal += summary.TotalPrice;
        if (!isOrder)
        {
            Report(summary.OrderId, "order", null, "present");
        }
    }

    private void CompareFields(Order order, OrderSummary summary)
    {
        var id = summary.OrderId;
        var status = order.Status == OrderStatus.Cancelled ? OrderSummaryStatus.Cancelled : OrderSummaryStatus.Created;
        ReportIfDifferent(id, "status", status, summary.Status);
        ReportIfDifferent(id, "memberId", order.MemberId, summary.MemberId);
        ReportIfDifferent(id, "productId", order.ProductId.Value, summary.ProductId);
        ReportIfDifferent(id, "version", order.Version, summary.Version);
        ReportIfDifferent(id, "quantity", order.Quantity, summary.Quantity);
        ReportIfDifferent(id, "unitPrice", order.UnitPrice, summary.UnitPrice);
        ReportIfDifferent(id, "totalPrice", order.Quantity * order.UnitPrice, summary.TotalPrice);
        ReportIfDifferent(id, "orderDate", ToMicroseconds(order.OrderDate), ToMicroseconds(summary.OrderDate));
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
