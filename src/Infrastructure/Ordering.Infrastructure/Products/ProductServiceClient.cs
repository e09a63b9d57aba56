using System.Net;
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
    FailedQuestions questions,
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
        var answer = await AskOnceAsync(productIds);
        return answer.MayBeOneProducts && productIds.Count > 1 ? await NarrowAsync(productIds) : answer.Lookup;
    }

    /// <summary>
    /// Asks for the halves of a question that failed: where one half is answered, the trouble is in the other one, and in the end it is one
    /// product's. Where both fail, it is the service's.
    /// </summary>
    private async Task<ProductLookup> NarrowAsync(IReadOnlyList<string> productIds)
    {
        var (firstIds, secondIds) = (productIds.Take(productIds.Count / 2).ToList(), productIds.Skip(productIds.Count / 2).ToList());
        var first = await AskOnceAsync(firstIds);
        var second = await AskOnceAsync(secondIds);
        if (first.IsFailure && second.IsFailure)
        {
            return NothingKnownAbout(productIds);
        }

        var (ofFirst, ofSecond) = (
            first.MayBeOneProducts && firstIds.Count > 1 ? await NarrowAsync(firstIds) : first.Lookup,
            second.MayBeOneProducts && secondIds.Count > 1 ? await NarrowAsync(secondIds) : second.Lookup);
        return new ProductLookup(
            ofFirst.Found.Concat(ofSecond.Found).ToDictionary(StringComparer.Ordinal),
            ofFirst.Unavailable.Concat(ofSecond.Unavailable).ToHashSet(StringComparer.Ordinal));
    }

    private async Task<Answer> AskOnceAsync(IReadOnlyList<string> productIds)
    {
        if ((options.Value.BaseAddress ?? hostAddress?.Find()) is not { } address)
        {
            logger.HostDoesNotListenYet();
            return Answer.None(productIds);
        }

        if (timeProvider.GetUtcNow().UtcTicks < Volatile.Read(ref _restsUntil))
        {
            logger.ServiceLeftAlone(Credentials.Mask(address));
            return Answer.None(productIds);
        }

        if (questions.IsResting(productIds))
        {
            logger.ProductsLeftAlone(Credentials.Mask(address));
            return Answer.None(productIds);
        }

        try
        {
            return new Answer(await SendAsync(address, productIds), IsFailure: false, MayBeOneProducts: false);
        }
        catch (BrokenCircuitException exception)
        {
            logger.ServiceNotAsked(Credentials.Mask(address), exception.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or ExecutionRejectedException or ProductServiceFailureException)
        {
            logger.ServiceAway(exception, Credentials.Mask(address), exception.Message);
            return Answer.None(productIds) with { MayBeOneProducts = exception is ProductServiceFailureException { IsBusy: false } };
        }

        return Answer.None(productIds);
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
            throw new ProductServiceFailureException($"It answered {(int)response.StatusCode}.")
            {
                IsBusy = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
                    or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
            };
        }

        if (lookup.Unavailable.Count > 0)
        {
            logger.SenselessAnswer(Credentials.Mask(address), string.Join(", ", lookup.Unavailable));
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

    /// <summary>What became of one question.</summary>
    /// <param name="Lookup">What is known now.</param>
    /// <param name="IsFailure">Whether there was no answer.</param>
    /// <param name="MayBeOneProducts">Whether the service said so itself, so that one of the products may be the reason.</param>
    private sealed record Answer(ProductLookup Lookup, bool IsFailure, bool MayBeOneProducts)
    {
        public static Answer None(IReadOnlyList<string> productIds) =>
            new(NothingKnownAbout(productIds), IsFailure: true, MayBeOneProducts: false);
    }
}
