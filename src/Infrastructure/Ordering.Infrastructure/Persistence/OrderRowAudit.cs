using CleanCqrs.Application;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Audit;
using Ordering.Application.Orders;
using Ordering.Application.Orders.AuditOrders;
using Ordering.Application.Orders.Projections;
using Ordering.Domain.Orders;

namespace Ordering.Infrastructure.Persistence;

/// <summary>What the summary of an order has to show.</summary>
public static class OrderRowAudit
{
    /// <summary>Lets audits compare each summary with its order.</summary>
    public static CleanCqrsBuilder AuditOrders(this CleanCqrsBuilder builder) =>
        builder.AuditRows<Order, OrderSummary>(OrderSummaryProjector.ProjectionName, Declare);

    private static void Declare(RowAuditBuilder<Order, OrderSummary> rows) => rows
        .Key(order => order.Id.Value, orderId => new OrderId(orderId))
        .Value("status", StatusOf, summary => summary.Status)
        .Value("memberId", order => order.MemberId, summary => summary.MemberId)
        .Value("productId", order => order.ProductId.Value, summary => summary.ProductId)
        .Value("version", order => order.Version, summary => summary.Version)
        .Value("quantity", order => order.Quantity, summary => summary.Quantity)
        .Value("unitPrice", order => order.UnitPrice, summary => summary.UnitPrice)
        .Value("totalPrice", TotalOf, summary => summary.TotalPrice)
        .Value("orderDate", order => order.OrderDate, summary => summary.OrderDate)
        .Figure(OrderAudit.Total, TotalOf, summary => summary.TotalPrice);

    private static string StatusOf(Order order) =>
        order.Status == OrderStatus.Cancelled ? OrderSummaryStatus.Cancelled : OrderSummaryStatus.Created;

    private static decimal TotalOf(Order order) => order.Quantity * order.UnitPrice;
}
