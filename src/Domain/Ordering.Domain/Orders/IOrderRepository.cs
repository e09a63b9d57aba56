namespace Ordering.Domain.Orders;

public interface IOrderRepository
{
    void Add(Order order);

    Task<Order?> FindAsync(OrderId id, CancellationToken cancellationToken);
}
