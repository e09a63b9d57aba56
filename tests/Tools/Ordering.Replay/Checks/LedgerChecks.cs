using Ordering.Replay.Sending;

namespace Ordering.Replay.Checks;

/// <summary>The first side: everything that was accepted is shown to its member, as it was accepted.</summary>
internal static class LedgerChecks
{
    private static readonly (DifferenceKind Kind, string Name)[] _names =
    [
        (DifferenceKind.Missing, "Orders missing"),
        (DifferenceKind.Repeated, "Orders shown more than once"),
        (DifferenceKind.Unexpected, "Orders that nobody placed"),
        (DifferenceKind.Shared, "Orders that answer two lines"),
        (DifferenceKind.Status, "Orders with another status"),
        (DifferenceKind.Quantity, "Orders with another quantity"),
        (DifferenceKind.UnitPrice, "Orders with another unit price"),
        (DifferenceKind.TotalPrice, "Orders with another total"),
        (DifferenceKind.ProductId, "Orders of another product"),
        (DifferenceKind.ProductName, "Orders with another product name"),
        (DifferenceKind.ProductThumbnailUrl, "Orders with another thumbnail"),
        (DifferenceKind.MemberId, "Orders of another member"),
        (DifferenceKind.Version, "Orders at another version"),
        (DifferenceKind.ProductDetailsPending, "Orders waiting for product details"),
    ];

    public static IEnumerable<Check> Of(IReadOnlyList<LedgerEntry> ledger, LedgerComparison comparison)
    {
        yield return Check.Equal("Orders shown to members", ledger.Count, comparison.Found);
        yield return Check.Equal("Sum of their totals", ledger.Sum(entry => entry.TotalPrice), comparison.FoundTotal);
        foreach (var (kind, name) in _names)
        {
            yield return Check.None(name, comparison.Differences.Count(difference => difference.Kind == kind));
        }
    }
}
