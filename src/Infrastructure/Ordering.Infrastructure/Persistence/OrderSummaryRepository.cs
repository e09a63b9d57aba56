using Microsoft.EntityFrameworkCore;
using Ordering.Application.Orders;
using Ordering.Application.Orders.Projections;

namespace Ordering.Infrastructure.Persistence;

internal sealed class OrderSummaryRepository(OrderingReadDbContext context) : IOrderSummaryRepository
{
    public Task LoadAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken) =>
        context.OrderSummaries.Where(summary => EF.Parameter(orderIds).Contains(summary.OrderId)).LoadAsync(cancellationToken);

    public async Task<OrderSummary?> FindAsync(Guid orderId, CancellationToken cancellationToken) =>
        await context.OrderSummaries.FindAsync([orderId], cancellationToken);

    public void Add(OrderSummary summary) => context.Add(summary);
}
