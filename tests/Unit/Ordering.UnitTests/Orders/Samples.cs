using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using Ordering.Application.Orders;
using Ordering.Application.Products;
using Ordering.Domain.Orders;

namespace Ordering.UnitTests.Orders;

/// <summary>One member, one product, one order: the values that the tests agree on.</summary>
internal static class Samples
{
    public const string Member = "17850";
    public const string SomebodyElse = "13047";
    public const string HeartHolderId = "85123A";

    public static readonly ProductId TheProduct = new(HeartHolderId);
    public static readonly OrderId TheOrder = new(new Guid("0193d1c0-7a00-7000-8000-000000000001"));
    public static readonly DateTimeOffset Morning = new(2026, 3, 2, 8, 26, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly OrderCreated Placed = new(TheOrder, Member, TheProduct, 6, 2.55m, Morning);
    public static readonly OrderCancelled Cancelled = new(TheOrder, Noon, "ordered twice");

    public static readonly Product HeartHolder = new(HeartHolderId, "WHITE HANGING HEART T-LIGHT HOLDER", "/thumbnails/85123A.svg", 2.55m);

    public static Order PlacedOrder() =>
        Order.Create(Placed.OrderId, Placed.MemberId, Placed.ProductId, Placed.Quantity, Placed.UnitPrice, Placed.OrderDate);

    public static OrderSummary Summary(Guid? orderId = null, DateTimeOffset? orderDate = null) => new()
    {
        OrderId = orderId ?? TheOrder.Value,
        OrderDate = orderDate ?? Morning,
        Status = OrderSummaryStatus.Created,
        ProductId = HeartHolderId,
        Quantity = 6,
        UnitPrice = 2.55m,
        TotalPrice = 15.30m,
        MemberId = Member,
        Version = 1,
    };

    public static ProductLookup Known(params IEnumerable<Product> products) =>
        new(products.ToDictionary(product => product.ProductId), new HashSet<string>());

    public static ProductLookup Away(params IEnumerable<string> productIds) =>
        new(new Dictionary<string, Product>(), productIds.ToHashSet());

    public static EventEnvelope Envelope(Guid orderId, long version) =>
        new(Guid.CreateVersion7(Morning), "a-name", "a-topic", orderId.ToString("D"), version, Morning, ReadOnlyMemory<byte>.Empty);

    public static ProjectedEvent Received(Guid orderId, long version, IIntegrationEvent integrationEvent) =>
        new(Envelope(orderId, version), integrationEvent);
}
