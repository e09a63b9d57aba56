using System.Text.Json;
using Ordering.Application.Orders;
using Ordering.Application.Orders.IntegrationEvents;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>What the read model has to say of an order.</summary>
internal sealed record ExpectedSummary(
    Guid OrderId,
    long Version,
    string Status,
    long OrderedAt,
    string MemberId,
    string ProductId,
    int Quantity,
    decimal UnitPrice,
    decimal TotalPrice)
{
    /// <summary>What follows from the events of an order, each of them applied once.</summary>
    public static ExpectedSummary Fold(IEnumerable<StoredEvent> stream) => stream.Aggregate(default(ExpectedSummary), Apply)!;

    public static ExpectedSummary Of(OrderSummary row) => new(
        row.OrderId,
        row.Version,
        row.Status,
        ToMicroseconds(row.OrderDate),
        row.MemberId,
        row.ProductId,
        row.Quantity,
        row.UnitPrice,
        row.TotalPrice);

    private static ExpectedSummary Apply(ExpectedSummary? summary, StoredEvent stored) => stored.EventType switch
    {
        "ecommerce.orders.created.v1" when summary is null => OfCreated(Read<OrderCreatedEvent>(stored), stored.Version),
        "ecommerce.orders.cancelled.v1" when summary is not null =>
            summary with { Status = OrderSummaryStatus.Cancelled, Version = stored.Version },
        _ => throw new InvalidOperationException(
            $"{stored.EventType} is version {stored.Version} of {stored.StreamId}, which makes no sense after {summary}."),
    };

    private static ExpectedSummary OfCreated(OrderCreatedEvent created, long version) => new(
        created.OrderId,
        version,
        OrderSummaryStatus.Created,
        ToMicroseconds(created.OrderDate),
        created.MemberId,
        created.ProductId,
        created.Quantity,
        created.UnitPrice,
        created.Quantity * created.UnitPrice);

    /// <summary>Databases keep no more.</summary>
    private static long ToMicroseconds(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMicrosecond;

    private static TEvent Read<TEvent>(StoredEvent stored) =>
        JsonSerializer.Deserialize<TEvent>(stored.Payload, JsonSerializerOptions.Web)!;
}
