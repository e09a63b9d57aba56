using Ordering.Application.Products;

namespace Ordering.Infrastructure.Products;

/// <summary>
/// The catalogue of one scope. When a look-up found the product service away, it says so at the end of the scope: a batch has been
/// committed by then, so that whoever looks for waiting summaries finds them.
/// </summary>
internal sealed class ReportingProductCatalog(IProductCatalog catalog, PendingProductDetailsSignal signal) : IProductCatalog, IDisposable
{
    private volatile bool _hasUnavailable;

    public async Task<ProductLookup> FindAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellationToken)
    {
        var lookup = await catalog.FindAsync(productIds, cancellationToken);
        _hasUnavailable |= lookup.Unavailable.Count > 0;
        return lookup;
    }

    public void Dispose()
    {
        if (_hasUnavailable)
        {
            signal.Raise();
        }
    }
}
