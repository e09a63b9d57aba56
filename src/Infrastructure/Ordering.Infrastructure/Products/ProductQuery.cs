using System.Globalization;

namespace Ordering.Infrastructure.Products;

/// <summary>The question <c>GET /api/products?ids=a,b</c>.</summary>
internal static class ProductQuery
{
    // The contract of the product service allows no more.
    private const int MaxIds = 100;

    // Kestrel and most proxies refuse a request line above 8 KB; some of it belongs to the base address.
    private const int MaxLength = 6_000;

    public static Uri Of(Uri baseAddress, IEnumerable<string> productIds) =>
        new($"{baseAddress.AbsoluteUri.TrimEnd('/')}/api/products?ids={string.Join(',', productIds.Select(Uri.EscapeDataString))}");

    /// <summary>The question for a page of the list.</summary>
    public static Uri PageOf(Uri baseAddress, string? after, int limit)
    {
        var cursor = after is null ? string.Empty : $"&cursor={Uri.EscapeDataString(after)}";
        return new Uri(string.Create(
            CultureInfo.InvariantCulture, $"{baseAddress.AbsoluteUri.TrimEnd('/')}/api/products?limit={limit}{cursor}"));
    }

    public static IEnumerable<IReadOnlyList<string>> Split(IEnumerable<string> productIds)
    {
        var request = new List<string>();
        var length = 0;
        foreach (var productId in productIds)
        {
            var more = Uri.EscapeDataString(productId).Length + 1;
            if (request.Count == MaxIds || (request.Count > 0 && length + more > MaxLength))
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
