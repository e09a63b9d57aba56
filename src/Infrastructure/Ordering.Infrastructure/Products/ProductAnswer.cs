using System.Text.Json;
using Ordering.Application.Products;
using Ordering.Domain.Orders;
using Ordering.Infrastructure.Persistence;

namespace Ordering.Infrastructure.Products;

/// <summary>Reads an answer of the product service, and believes nothing that the contract does not allow.</summary>
internal static class ProductAnswer
{
    private const int MaxNameLength = 500;
    private const int MaxThumbnailUrlLength = 2_000;

    // Times the largest quantity of an order, it still fits a decimal(19,4) column.
    private const decimal MaxUnitPrice = 1_000_000_000m;

    /// <summary>A product that makes no sense is unavailable alone; an answer that makes none throws.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="productIds">What was asked for.</param>
    /// <param name="thumbnailBase">What relative thumbnails are relative to; null leaves them as they are.</param>
    /// <exception cref="ProductServiceFailureException">The answer is not a list of the products that were asked for.</exception>
    public static ProductLookup Read(byte[] json, IReadOnlyList<string> productIds, Uri? thumbnailBase)
    {
        var asked = productIds.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = new Dictionary<string, Product>(StringComparer.Ordinal);
        var senseless = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in Deserialize(json).Select(document => document is null ? null : Clean(document)))
        {
            if (document?.ProductId is not { } productId || !asked.Contains(productId))
            {
                throw Garbage($"it holds product '{document?.ProductId}', which was not asked for");
            }

            if (!MakesSense(document) || !found.TryAdd(productId, ToProduct(productId, document, thumbnailBase)))
            {
                senseless.Add(productId);
            }
        }

        foreach (var productId in senseless)
        {
            found.Remove(productId);
        }

        return new ProductLookup(found, senseless);
    }

    /// <summary>A page of the list. A product that makes no sense is left out, since nobody could order it.</summary>
    /// <exception cref="ProductServiceFailureException">The answer is no list of products.</exception>
    public static IReadOnlyList<Product> ReadPage(byte[] json, Uri thumbnailBase) =>
    [
        .. Deserialize(json).OfType<ProductDocument>().Select(Clean)
            .Where(document => ProductId.IsValid(document.ProductId) && MakesSense(document))
            .Select(document => ToProduct(document.ProductId!, document, thumbnailBase)),
    ];

    private static ProductDocument?[] Deserialize(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<ProductDocument?[]>(json, JsonSerializerOptions.Web) ?? throw Garbage("it is null");
        }
        catch (JsonException exception)
        {
            throw Garbage("it is not the JSON of the contract", exception);
        }
    }

    // A NUL is poison on PostgreSQL, and the others break lines of logs and pages.
    private static ProductDocument Clean(ProductDocument document) => document with
    {
        Name = document.Name is { } name ? string.Concat(name.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim() : null,
        ThumbnailUrl = document.ThumbnailUrl?.Any(char.IsControl) == true ? null : document.ThumbnailUrl,
    };

    private static bool MakesSense(ProductDocument document) =>
        !string.IsNullOrWhiteSpace(document.Name)
        && document.Name.Length <= MaxNameLength
        && document.UnitPrice is >= 0 and <= MaxUnitPrice;

    private static Product ToProduct(string productId, ProductDocument document, Uri? thumbnailBase) =>
        new(productId, Shorten(document.Name!), ToThumbnailUrl(document.ThumbnailUrl, thumbnailBase), document.UnitPrice!.Value);

    /// <summary>A name that is longer than its column would be poison on databases that mind.</summary>
    private static string Shorten(string name)
    {
        if (name.Length <= ColumnLengths.ProductName)
        {
            return name;
        }

        var length = ColumnLengths.ProductName - 1;
        return string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[length - 1]) ? length - 1 : length), "…");
    }

    // The address ends up in pages: 'javascript:' and the like are no pictures.
    private static string? ToThumbnailUrl(string? text, Uri? thumbnailBase)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxThumbnailUrlLength)
        {
            return null;
        }

        var isRooted = text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal);
        if (isRooted && thumbnailBase is null)
        {
            return text;
        }

        var url = thumbnailBase is null
            ? Uri.TryCreate(text, UriKind.Absolute, out var absolute) ? absolute : null
            : Uri.TryCreate(thumbnailBase, text, out var resolved) ? resolved : null;
        return url is { Scheme: "http" or "https" } ? url.AbsoluteUri : null;
    }

    private static ProductServiceFailureException Garbage(string reason, Exception? exception = null) =>
        new($"The answer does not keep the contract: {reason}.", exception);
}
