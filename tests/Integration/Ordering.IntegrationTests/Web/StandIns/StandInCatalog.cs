using CleanCqrs.Application.Persistence;
using Ordering.Application.Products;

namespace Ordering.IntegrationTests.Web.StandIns;

/// <summary>A product service in which the id of a product says what goes wrong with it.</summary>
public sealed class StandInCatalog : IProductCatalog
{
    public const string Known = "85123A";
    public const string Unknown = "UNKNOWN";
    public const string Away = "AWAY";
    public const string WithoutPrice = "FREE";
    public const string WithoutDetails = "DETAILS-FOLLOW";
    public const string AlwaysInConflict = "CONFLICT";
    public const string Defective = "DEFECT";
    public const string Secret = "a secret of the inside";

    public static Product Product(string productId) =>
        new(productId, "WHITE HANGING HEART T-LIGHT HOLDER", $"/images/{productId}.svg", productId == WithoutPrice ? 0m : 2.55m);

    public Task<ProductLookup> FindAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellationToken)
    {
        var id = productIds.Single();
        return id switch
        {
            AlwaysInConflict => throw new ConcurrencyConflictException(Secret),
            Defective => throw new InvalidOperationException(Secret),
            Away => Task.FromResult(ProductLookup.Empty with { Unavailable = new HashSet<string> { id } }),
            Known or WithoutPrice or WithoutDetails =>
                Task.FromResult(ProductLookup.Empty with { Found = new Dictionary<string, Product> { [id] = Product(id) } }),
            _ => Task.FromResult(ProductLookup.Empty),
        };
    }
}
