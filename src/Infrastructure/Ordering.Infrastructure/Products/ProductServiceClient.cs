using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ordering.Application.Products;
using Polly;
using Polly.CircuitBreaker;

namespace Ordering.Infrastructure.Products;

/// <summary>The typed client of the product service: one question, one answer, and no exception because the service is away.</summary>
internal sealed class ProductServiceClient(
    HttpClient http,
    ProductServicePipeline pipeline,
    IOptions<ProductCatalogOptions> options,
    TimeProvider timeProvider,
    ILogger<HttpProductCatalog> logger,
    IProductServiceAddress? hostAddress = null)
{
    public const int MaxResponseBytes = 1024 * 1024;

    public async Task<ProductLookup> AskAsync(IReadOnlyList<string> productIds)
    {
        if ((options.Value.BaseAddress ?? hostAddress?.Find()) is not { } address)
        {
            logger.LogDebug("The host does not listen yet, so its products can't be asked for.");
            return NothingKnownAbout(productIds);
        }

        try
        {
            var lookup = await pipeline.ExecuteAsync(cancellationToken => SendAsync(address, productIds, cancellationToken));
            if (lookup.Unavailable.Count > 0)
            {
                logger.LogWarning(
                    "The product service at {Address} tells nonsense about {Products}: without a name, or with an impossible price.",
                    address, string.Join(", ", lookup.Unavailable));
            }

            return lookup;
        }
        catch (BrokenCircuitException exception)
        {
            logger.LogDebug("The product service at {Address} was not asked: {Reason}", address, exception.Message);
            return NothingKnownAbout(productIds);
        }
        catch (Exception exception) when (exception is HttpRequestException or ExecutionRejectedException or ProductServiceFailureException)
        {
            logger.LogWarning(exception, "The product service at {Address} counts as away: {Reason}", address, exception.Message);
            return NothingKnownAbout(productIds);
        }
    }

    private static ProductLookup NothingKnownAbout(IReadOnlyList<string> productIds) =>
        ProductLookup.Empty with { Unavailable = productIds.ToHashSet(StringComparer.Ordinal) };

    private async Task<ProductLookup> SendAsync(Uri address, IReadOnlyList<string> productIds, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(ProductQuery.Of(address, productIds), cancellationToken);
            ThrowUnlessSuccessful(response);
            var json = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return ProductAnswer.Read(json, productIds, thumbnailBase: options.Value.BaseAddress);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new ProductServiceFailureException(
                ProductServiceFailure.Garbage, $"The answer is longer than {MaxResponseBytes} bytes.", exception);
        }
    }

    private void ThrowUnlessSuccessful(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var mayPass = response.StatusCode
            is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
        throw new ProductServiceFailureException(
            mayPass ? ProductServiceFailure.Passing : ProductServiceFailure.Refused, $"It answered {(int)response.StatusCode}.")
        {
            RetryAfter = ReadRetryAfter(response),
        };
    }

    private TimeSpan? ReadRetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var delay = header?.Delta ?? header?.Date - timeProvider.GetUtcNow();
        return delay > TimeSpan.Zero ? delay : null;
    }
}
