using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Ordering.Domain.Orders;

namespace Ordering.WebUi.Products;

/// <summary>The query of <c>GET /api/products</c>: either ids, or a page.</summary>
internal sealed record ProductListRequest(IReadOnlyList<string>? Ids, string? Cursor, int Limit)
{
    public const int MaxIds = 100;
    public const int MaxLimit = 100;
    public const int DefaultLimit = 20;

    public static bool TryParse(
        string? ids,
        string? limit,
        string? cursor,
        [NotNullWhen(true)] out ProductListRequest? request,
        out Dictionary<string, string[]> errors)
    {
        errors = [];
        var length = DefaultLimit;
        if (ids is not null && (limit is not null || cursor is not null))
        {
            errors["ids"] = ["Ask either for ids, or for a page with limit and cursor."];
        }

        if (limit is not null
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out length) || length is < 1 or > MaxLimit))
        {
            errors["limit"] = [$"The limit must be a number between 1 and {MaxLimit}; it is '{limit}'."];
        }

        if (cursor is not null && !ProductId.IsValid(cursor))
        {
            errors["cursor"] = ["The cursor must be the productId of the last product of the page before."];
        }

        var productIds = ids?.Split(',').Distinct(StringComparer.Ordinal).ToList();
        if (productIds?.Count > MaxIds)
        {
            errors["ids"] = [$"One request may ask for at most {MaxIds} products; it asks for {productIds.Count}."];
        }
        else if (productIds?.All(ProductId.IsValid) == false)
        {
            errors["ids"] =
                [$"Every product id must have 1 to {ProductId.MaxLength} characters, none of them a control character."];
        }

        request = errors.Count == 0 ? new ProductListRequest(productIds, cursor, length) : null;
        return request is not null;
    }
}
