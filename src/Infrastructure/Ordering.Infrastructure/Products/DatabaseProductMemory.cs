using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ordering.Application.Products;
using Ordering.Infrastructure.Persistence;

namespace Ordering.Infrastructure.Products;

/// <summary>
/// A table of the write database: whoever can save an order there can read the price for it there, and needs nothing else. It is written
/// outside of the orders' transactions, which would otherwise wait for each other's products.
/// </summary>
internal sealed partial class DatabaseProductMemory(
    IServiceScopeFactory scopes,
    IOptions<ProductCatalogOptions> options,
    TimeProvider timeProvider,
    ILogger<DatabaseProductMemory> logger) : IProductMemory
{
    private const int Attempts = 3;

    public async Task<IReadOnlyList<Product>> FindAsync(IReadOnlyCollection<string> productIds)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var oldest = timeProvider.GetUtcNow() - options.Value.UsableFor;
            var rows = await RowsIn(scope.ServiceProvider).AsNoTracking()
                .Where(row => EF.Parameter(productIds).Contains(row.ProductId) && row.HeardAt > oldest)
                .ToListAsync();
            return rows.ConvertAll(row => row.ToProduct());
        }
        catch (Exception exception)
        {
            // Without the memory the service is just away, as it is without this table.
            LogUnread(exception.GetType().Name);
            return [];
        }
    }

    public async Task KeepAsync(IReadOnlyCollection<string> productIds, ProductLookup lookup)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await KeepAsync(scope.ServiceProvider.GetRequiredService<OrderingDbContext>(), productIds, lookup);
                return;
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // Another process has heard of the same product for the first time.
            }
            catch (Exception exception)
            {
                LogUnkept(exception.GetType().Name);
                return;
            }
        }
    }

    private static DbSet<RememberedProduct> RowsIn(IServiceProvider services) =>
        services.GetRequiredService<OrderingDbContext>().Set<RememberedProduct>();

    private async Task KeepAsync(OrderingDbContext context, IReadOnlyCollection<string> productIds, ProductLookup lookup)
    {
        var rows = context.Set<RememberedProduct>();
        var heard = productIds.Where(id => !lookup.Unavailable.Contains(id)).ToList();
        var known = await rows.Where(row => EF.Parameter(heard).Contains(row.ProductId)).ToDictionaryAsync(row => row.ProductId);
        var now = timeProvider.GetUtcNow();
        foreach (var productId in heard)
        {
            var (product, row) = (lookup.Found.GetValueOrDefault(productId), known.GetValueOrDefault(productId));
            if (product is null)
            {
                rows.RemoveRange(row is null ? [] : [row]);
            }
            else if (row is null)
            {
                rows.Add(new RememberedProduct
                {
                    ProductId = productId,
                    Name = product.Name,
                    ThumbnailUrl = product.ThumbnailUrl,
                    UnitPrice = product.UnitPrice,
                    HeardAt = now,
                });
            }
            else
            {
                (row.Name, row.ThumbnailUrl, row.UnitPrice, row.HeardAt) = (product.Name, product.ThumbnailUrl, product.UnitPrice, now);
            }
        }

        await context.SaveChangesAsync();
    }

    [LoggerMessage(9011, LogLevel.Warning, "Products that were heard of earlier can't be read: {Error}")]
    private partial void LogUnread(string error);

    [LoggerMessage(9012, LogLevel.Warning, "What the product service said could not be kept for the time after a restart: {Error}.")]
    private partial void LogUnkept(string error);
}
