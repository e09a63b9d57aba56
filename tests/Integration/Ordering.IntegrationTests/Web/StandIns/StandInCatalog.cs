using System.Collections.Concurrent;
using System.Data.Common;
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

    /// <summary>Has a price when it is ordered; after that the product service is away.</summary>
    public const string WithoutDetails = "DETAILS-FOLLOW";
    public const string AlwaysInConflict = "CONFLICT";
    public const string Defective = "DEFECT";
    public const string WithoutDatabase = "NO-DATABASE";

    /// <summary>
    /// What products begin with that have a price when they are ordered; after that, asking for them blocks a thread until they are
    /// released.
    /// </summary>
    public const string Blocking = "BLOCKS-";
    public const string Secret = "a secret of the inside";

    private readonly ConcurrentDictionary<string, bool> _asked = [];

    public static ManualResetEventSlim Released { get; } = new();

    public Task<ProductLookup> FindAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Product>();
        var unavailable = new HashSet<string>();
        foreach (var id in productIds)
        {
            switch (id)
            {
                case not null when id.StartsWith(Blocking, StringComparison.Ordinal):
                    if (!_asked.TryAdd(id, true))
                    {
                        Released.Wait(CancellationToken.None);
                    }

                    found.Add(id, new Product(id, "BLOCKED", null, 2.55m));
                    break;
                case AlwaysInConflict:
                    throw new ConcurrencyConflictException(Secret);
                case Defective:
                    throw new InvalidOperationException(Secret);
                case WithoutDatabase:
                    throw new InvalidOperationException(Secret, new DatabaseAwayException());
                case Away:
                case WithoutDetails when !_asked.TryAdd(id, true):
                    unavailable.Add(id);
                    break;
                case Known or WithoutPrice or WithoutDetails:
                    found.Add(
                        id, new Product(id, "WHITE HANGING HEART T-LIGHT HOLDER", $"/images/{id}.svg", id == WithoutPrice ? 0m : 2.55m));
                    break;
            }
        }

        return Task.FromResult(new ProductLookup(found, unavailable));
    }

    private sealed class DatabaseAwayException() : DbException(Secret);
}
