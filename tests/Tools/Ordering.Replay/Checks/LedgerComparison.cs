using System.Globalization;
using Ordering.Replay.Api;
using Ordering.Replay.Sending;

namespace Ordering.Replay.Checks;

/// <summary>Holds the replay's own ledger against what the members were shown.</summary>
internal sealed class LedgerComparison
{
    private readonly List<Difference> _differences = [];

    /// <param name="ledger">What the host accepted.</param>
    /// <param name="shown">What each member of the ledger was shown afterwards.</param>
    /// <param name="known">The orders that were there before.</param>
    public LedgerComparison(IReadOnlyList<LedgerEntry> ledger, IReadOnlyList<MemberOrders> shown, IReadOnlySet<string> known)
    {
        var entries = ledger.ToLookup(entry => entry.OrderId);
        foreach (var shared in entries.Where(group => group.Count() > 1))
        {
            Add(DifferenceKind.Shared, shared.Last(), "an order of its own", $"the order of line {shared.First().Line}");
        }

        foreach (var list in shown)
        {
            Compare(list, entries, known);
        }

        FindAbsent(ledger, shown);
        var ours = shown.SelectMany(list => list.Orders).Where(order => entries.Contains(order.OrderId)).ToList();
        Found = ours.DistinctBy(order => order.OrderId).Count();
        FoundTotal = ours.Sum(order => order.TotalPrice);
    }

    /// <summary>How many of the ledger's orders were shown.</summary>
    public int Found { get; }

    /// <summary>The sum of their total prices, as shown.</summary>
    public decimal FoundTotal { get; }

    public IReadOnlyList<Difference> Differences => _differences;

    private void Compare(MemberOrders list, ILookup<string, LedgerEntry> entries, IReadOnlySet<string> known)
    {
        foreach (var order in list.Orders)
        {
            if (entries[order.OrderId].FirstOrDefault() is not { } entry)
            {
                if (!known.Contains(order.OrderId))
                {
                    _differences.Add(new Difference(DifferenceKind.Unexpected, 0, order.OrderId, "no such order", $"{order}"));
                }

                continue;
            }

            Compare(DifferenceKind.MemberId, entry, entry.MemberId, list.MemberId);
            Compare(entry, order);
        }
    }

    private void Compare(LedgerEntry entry, OrderSummary order)
    {
        Compare(DifferenceKind.MemberId, entry, entry.MemberId, order.MemberId);
        Compare(DifferenceKind.Status, entry, entry.Status, order.Status);
        Compare(DifferenceKind.Quantity, entry, entry.Quantity, order.Quantity);
        Compare(DifferenceKind.UnitPrice, entry, entry.UnitPrice, order.UnitPrice);
        Compare(DifferenceKind.TotalPrice, entry, entry.TotalPrice, order.TotalPrice);
        Compare(DifferenceKind.ProductId, entry, entry.ProductId, order.ProductId);
        Compare(DifferenceKind.ProductName, entry, entry.ProductName, order.ProductName ?? "");
        Compare(DifferenceKind.ProductThumbnailUrl, entry, entry.ProductThumbnailUrl, order.ProductThumbnailUrl ?? "");
        Compare(DifferenceKind.Version, entry, entry.Version, order.Version);
        Compare(DifferenceKind.ProductDetailsPending, entry, false, order.ProductDetailsPending);
    }

    private void FindAbsent(IReadOnlyList<LedgerEntry> ledger, IReadOnlyList<MemberOrders> shown)
    {
        var times = shown.SelectMany(list => list.Orders).CountBy(order => order.OrderId).ToDictionary();
        foreach (var entry in ledger)
        {
            var count = times.GetValueOrDefault(entry.OrderId);
            if (count != 1)
            {
                Add(count == 0 ? DifferenceKind.Missing : DifferenceKind.Repeated, entry, "once", $"{count} times");
            }
        }
    }

    private void Compare<T>(DifferenceKind kind, LedgerEntry entry, T expected, T actual)
        where T : IEquatable<T>
    {
        if (!expected.Equals(actual))
        {
            Add(kind, entry, Written(expected), Written(actual));
        }
    }

    private void Add(DifferenceKind kind, LedgerEntry entry, string expected, string actual) =>
        _differences.Add(new Difference(kind, entry.Line, entry.OrderId, expected, actual));

    private static string Written<T>(T value) => string.Create(CultureInfo.InvariantCulture, $"{value}");
}
