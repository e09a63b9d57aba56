using Ordering.Application.Orders.CreateOrder;

namespace Ordering.Infrastructure.Products.Internals;

/// <summary>The question <c>GET /api/products?ids=a,b</c>.</summary>
internal static class ProductQuery
{
    // Kestrel and most proxies refuse a request line above 8 KB; some of it belongs to the base address.
    private const int MaxLength = 6_000;

    /// <summary>An id that can't be written into the question can't be one of the product service.</summary>
    public static bool CanAskFor(string productId) =>
        productId.Length is > 0 and <= CreateOrderCommandValidator.MaxProductIdLength
        && !char.IsWhiteSpace(productId[0])
        && !char.IsWhiteSpace(productId[^1])
        && !productId.Any(character => character == ',' || char.IsControl(character) || char.IsSurrogate(character));

    public static Uri Of(Uri baseAddress, IEnumerable<string> productIds) =>
        new($"{baseAddress.AbsoluteUri.TrimEnd('/')}/api/products?ids={string.Join(',', productIds.Select(Uri.EscapeDataString))}");

    public static IEnumerable<IReadOnlyList<string>> Split(IEnumerable<string> productIds, int maxIdsPerRequest)
    {
        var request = new List<string>();
        var length = 0;
        foreach (var productId in productIds)
        {
            var more = Uri.EscapeDataString(productId).Length + 1;
            if (request.Count == maxIdsPerRequest || (request.Count > 0 && length + more > MaxLength))
            {
                yield return request;
                request = [];
                length = 0;
            }

            request.Add(productId);
            length += more;
        }

        if (request.Count > 0)
        {
            yield return request;
        }
    }
}
