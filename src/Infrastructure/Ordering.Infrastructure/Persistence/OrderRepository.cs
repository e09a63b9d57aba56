using Microsoft.EntityFrameworkCore;
using Ordering.Domain.Orders;

namespace Ordering.Infrastructure.Persistence;

internal sealed class OrderRepository(OrderingDbContext context) : IOrderRepository
{
    public void Add(Order order) => context.Orders.Add(order);

    public Task<Order?> FindAsync(OrderId id, CancellationToken cancellationToken) =>
        context.Orders.SingleOrDefaultAsync(order => order.Id == id, cancellationToken);
}
