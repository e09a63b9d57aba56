using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ordering.Application.Products;
using Polly;
using Polly.CircuitBreaker;

namespace Ordering.Infrastructure.Products;

/// <summary>The client of the product service: one question, one answer, and no exception because the service is away.</summary>
internal sealed class ProductServiceClient(
    IHttpClientFactory clients,
    IOptions<ProductCatalogOptions> options,
    TimeProvider timeProvider,
    ILogger<HttpProductCatalog> logger,
    IProductServiceAddress? hostAddress = null)
{
    // Whatever a service asks for, it is tried again before a customer would reload the page for the second time.
    private static readonly TimeSpan _longestRest = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http = clients.CreateClient(nameof(ProductServiceClient));
    private long _restsUntil;

    public async Task<ProductLookup> AskAsync(IReadOnlyList<string> productIds)
    {
        if ((options.Value.BaseAddress ?? hostAddress?.Find()) is not { } address)
        {
            logger.LogDebug("The host does not listen yet, so its products can't be asked for.");
            return NothingKnownAbout(productIds);
        }

        if (timeProvider.GetUtcNow().UtcTicks < Volatile.Read(ref _restsUntil))
        {
            logger.LogDebug("The product service at {Address} was not asked: it wants to be left alone for a while.", address);
            return NothingKnownAbout(productIds);
        }

        try
        {
            return await SendAsync(address, productIds);
        }
        catch (BrokenCircuitException exception)
        {
            logger.LogDebug("The product service at {Address} was not asked: {Reason}", address, exception.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or ExecutionRejectedException or ProductServiceFailureException)
        {
            logger.LogWarning(exception, "The product service at {Address} counts as away: {Reason}", address, exception.Message);
        }

        return NothingKnownAbout(productIds);
    }

    private static ProductLookup NothingKnownAbout(IReadOnlyList<string> productIds) =>
        ProductLookup.Empty with { Unavailable = productIds.ToHashSet(StringComparer.Ordinal) };

    private async Task<ProductLookup> SendAsync(Uri address, IReadOnlyList<string> productIds)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ProductQuery.Of(address, productIds));
        request.Options.Set(ProductAnswerHandler.ProductIds, productIds);
        using var response = await _http.SendAsync(request);
        if (!response.IsSuccessStatusCode || !request.Options.TryGetValue(ProductAnswerHandler.Lookup, out var lookup))
        {
            RestIfAsked(response);
            throw new ProductServiceFailureException($"It answered {(int)response.StatusCode}.");
        }

        if (lookup.Unavailable.Count > 0)
        {
            logger.LogWarning(
                "The product service at {Address} tells nonsense about {Products}: without a name, or with an impossible price.",
                address, string.Join(", ", lookup.Unavailable));
        }

        return lookup;
    }

    // The stock retry would wait as long as the service says. A circuit breaker opens after two failures at the earliest.
    private void RestIfAsked(HttpResponseMessage response)
    {
        if (ProductServiceResilience.ReadRetryAfter(response, timeProvider) is { } rest
            && rest > ProductServiceResilience.LongestRetryDelay)
        {
            Volatile.Write(ref _restsUntil, (timeProvider.GetUtcNow() + (rest < _longestRest ? rest : _longestRest)).UtcTicks);
        }
    }
}
