using Microsoft.EntityFrameworkCore;
using Ordering.Application.Orders;

namespace Ordering.Infrastructure.Persistence;

internal sealed class OrderSummaryReader(OrderingReadDbContext context) : IOrderSummaryReader
{
    public Task<OrderSummary?> FindAsync(string memberId, Guid orderId, CancellationToken cancellationToken) =>
        context.OrderSummaries.AsNoTracking()
            .SingleOrDefaultAsync(summary => summary.OrderId == orderId && summary.MemberId == memberId, cancellationToken);

    public async Task<IReadOnlyList<OrderSummary>> ListAsync(
        IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken) =>
        await context.OrderSummaries.AsNoTracking()
            .Where(summary => EF.Parameter(orderIds).Contains(summary.OrderId))
            .OrderBy(summary => summary.OrderDate).ThenBy(summary => summary.OrderId)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<OrderSummary>> ListAsync(
        OrderFilter filter, OrderCursor? after, int maxCount, CancellationToken cancellationToken)
    {
        var summaries = context.OrderSummaries.AsNoTracking().Where(summary => summary.MemberId == filter.MemberId);
        if (filter.Status is { } status)
        {
            summaries = summaries.Where(summary => summary.Status == status);
        }

        if (filter.From is { } from)
        {
            summaries = summaries.Where(summary => summary.OrderDate >= from);
        }

        if (filter.To is { } to)
        {
            summaries = summaries.Where(summary => summary.OrderDate < to);
        }

        if (after is { OrderDate: var date, OrderId: var id })
        {
            // The first condition alone would be enough for the result; it is there so that the index can begin at the cursor.
            summaries = summaries.Where(summary =>
                summary.OrderDate <= date && (summary.OrderDate < date || summary.OrderId.CompareTo(id) < 0));
        }

        return await summaries
            .OrderByDescending(summary => summary.OrderDate).ThenByDescending(summary => summary.OrderId)
            .Take(maxCount)
            .ToListAsync(cancellationToken);
    }
}
