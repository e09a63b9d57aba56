namespace Ordering.Domain.Orders;

public enum OrderStatus
{
    Created,
    Cancelled,
}
