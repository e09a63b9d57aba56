using Ordering.Application.Products;

namespace Ordering.Infrastructure.Products;

/// <summary>
/// Reads the answer of one attempt. The stock handlers see no further than the headers; here, inside them, a body that never ends is under
/// the time-out of its attempt, and an answer that makes no sense counts for the breaker.
/// </summary>
internal sealed class ProductAnswerHandler(Uri? thumbnailBase) : DelegatingHandler
{
    public static readonly HttpRequestOptionsKey<IReadOnlyList<string>> ProductIds = new("Ordering.Products.Ids");

    public static readonly HttpRequestOptionsKey<ProductLookup> Lookup = new("Ordering.Products.Lookup");

    // A hundred products with the longest names and pictures are a quarter of it.
    private const int MaxBytes = 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
            if (response.IsSuccessStatusCode && request.Options.TryGetValue(ProductIds, out var productIds))
            {
                var json = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                request.Options.Set(Lookup, ProductAnswer.Read(json, productIds, thumbnailBase));
            }

            return response;
        }
        catch (Exception exception)
        {
            response.Dispose();
            if (exception is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
            {
                throw new ProductServiceFailureException($"The answer is longer than {MaxBytes} bytes.", exception);
            }

            throw;
        }
    }
}
