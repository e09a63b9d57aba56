using Microsoft.EntityFrameworkCore;
using Ordering.Application.Orders;
using Ordering.Application.Orders.Projections;
using Ordering.Application.Products;

namespace Ordering.Infrastructure.Persistence;

internal sealed class PendingProductDetails(OrderingReadDbContext context) : IPendingProductDetails
{
    public Task<long> CountAsync(CancellationToken cancellationToken) => Waiting.LongCountAsync(cancellationToken);

#pragma warning disable CA1309 // The comparison becomes SQL: EF Core translates this form, and not the ordinal ones.
    public async Task<IReadOnlyList<string>> ListProductIdsAsync(string? after, int maxCount, CancellationToken cancellationToken) =>
        await Waiting
            .Where(summary => after == null || string.Compare(summary.ProductId, after) > 0)
            .Select(summary => summary.ProductId)
            .Distinct()
            .OrderBy(id => id)
            .Take(maxCount)
            .ToListAsync(cancellationToken);
#pragma warning restore CA1309

    public Task<int> CompleteAsync(string productId, Product? product, CancellationToken cancellationToken) =>
        Waiting.Where(summary => summary.ProductId == productId).ExecuteUpdateAsync(
            update => update
                .SetProperty(summary => summary.ProductName, product == null ? null : product.Name)
                .SetProperty(summary => summary.ProductThumbnailUrl, product == null ? null : product.ThumbnailUrl)
                .SetProperty(summary => summary.ProductDetailsPending, false),
            cancellationToken);

    private IQueryable<OrderSummary> Waiting => context.OrderSummaries.AsNoTracking().Where(summary => summary.ProductDetailsPending);
}
