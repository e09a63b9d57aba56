using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ordering.Application.Products;
using Polly;

namespace Ordering.Infrastructure.Products;

/// <summary>
/// <c>GET /api/products?limit=n&amp;cursor=id</c> of the product service. Pages are kept as products are: fresh at first, then good enough
/// while the service is away. Who wants a page that somebody else is asking for waits for the same answer.
/// </summary>
internal sealed partial class HttpProductListing(
    IHttpClientFactory clients,
    IOptions<ProductCatalogOptions> options,
    TimeProvider timeProvider,
    ILogger<HttpProductListing> logger) : IProductListing, IDisposable
{
    // Pages of a large catalogue, in some 20 MB.
    private const int MaxPages = 1_000;

    private readonly HttpClient _http = clients.CreateClient(nameof(ProductServiceClient));
    private readonly MemoryCache _pages = new(new MemoryCacheOptions { SizeLimit = MaxPages });
    private readonly Lock _lock = new();
    private readonly Dictionary<(string?, int), Task<IReadOnlyList<Product>?>> _underWay = [];

    public Task<IReadOnlyList<Product>?> ListAsync(string? after, int limit)
    {
        var key = (after, limit);
        var kept = _pages.Get<Page>(key);
        if (kept is not null && Age(kept) < options.Value.FreshFor)
        {
            return Task.FromResult<IReadOnlyList<Product>?>(kept.Products);
        }

        lock (_lock)
        {
            if (!_underWay.TryGetValue(key, out var asking))
            {
                _underWay[key] = asking = Task.Run(() => AskAsync(key, kept));
            }

            return asking;
        }
    }

    public void Dispose() => _pages.Dispose();

    private TimeSpan Age(Page page) => timeProvider.GetElapsedTime(page.Since);

    private async Task<IReadOnlyList<Product>?> AskAsync((string? After, int Limit) key, Page? kept)
    {
        try
        {
            var products = await FetchAsync(options.Value.BaseAddress!, key.After, key.Limit);
            _pages.Set(key, new Page(products, timeProvider.GetTimestamp()), new MemoryCacheEntryOptions { Size = 1 });
            return products;
        }
        catch (Exception exception) when (exception is HttpRequestException or ExecutionRejectedException or ProductServiceFailureException)
        {
            LogAway(exception.Message);
            return kept is not null && Age(kept) < options.Value.UsableFor ? kept.Products : null;
        }
        finally
        {
            lock (_lock)
            {
                _underWay.Remove(key);
            }
        }
    }

    private async Task<IReadOnlyList<Product>> FetchAsync(Uri address, string? after, int limit)
    {
        using var answer = await _http.GetAsync(ProductQuery.PageOf(address, after, limit));
        if (!answer.IsSuccessStatusCode)
        {
            throw new ProductServiceFailureException($"It answered {(int)answer.StatusCode}.");
        }

        return ProductAnswer.ReadPage(await answer.Content.ReadAsByteArrayAsync(), address);
    }

    private sealed record Page(IReadOnlyList<Product> Products, long Since);

    [LoggerMessage(9013, LogLevel.Warning, "The product service did not give a page of its list: {Reason}")]
    private partial void LogAway(string reason);
}
