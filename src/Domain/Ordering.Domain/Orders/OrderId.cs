namespace Ordering.Domain.Orders;

/// <summary>The identity of an order.</summary>
public readonly record struct OrderId(Guid Value)
{
    /// <summary>A new identity. Identities sort by the time given here.</summary>
    public static OrderId New(DateTimeOffset time) => new(Guid.CreateVersion7(time));

    public static bool operator >(OrderId left, OrderId right) => left.Value > right.Value;

    public static bool operator <(OrderId left, OrderId right) => left.Value < right.Value;

    public override string ToString() => Value.ToString("D");
}
