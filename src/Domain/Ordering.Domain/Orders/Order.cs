using CleanCqrs.Domain;

namespace Ordering.Domain.Orders;

/// <summary>A member's order of one product, at the price that was valid when it was placed.</summary>
public sealed class Order : AggregateRoot<OrderId>
{
    private Order(OrderId id, string memberId, ProductId productId, int quantity, decimal unitPrice, DateTimeOffset orderDate)
        : base(id)
    {
        MemberId = memberId;
        ProductId = productId;
        Quantity = quantity;
        UnitPrice = unitPrice;
        OrderDate = orderDate;
    }

    public string MemberId { get; private set; }

    public ProductId ProductId { get; private set; }

    public int Quantity { get; private set; }

    public decimal UnitPrice { get; private set; }

    public DateTimeOffset OrderDate { get; private set; }

    public OrderStatus Status { get; private set; }

    public static Order Create(OrderId id, string memberId, ProductId productId, int quantity, decimal unitPrice, DateTimeOffset orderDate)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(memberId);
        ArgumentNullException.ThrowIfNull(productId);
        Check(new QuantityMustBePositiveRule(quantity));
        Check(new UnitPriceMustBePositiveRule(productId, unitPrice));

        var order = new Order(id, memberId, productId, quantity, unitPrice, orderDate);
        order.Raise(new OrderCreated(id, memberId, productId, quantity, unitPrice, orderDate));
        return order;
    }

    public void Cancel(string? reason, DateTimeOffset cancelledAt)
    {
        Check(new CancelledOrderCannotBeCancelledAgainRule(Id, Status));

        Status = OrderStatus.Cancelled;
        Raise(new OrderCancelled(Id, cancelledAt, reason));
    }
}
