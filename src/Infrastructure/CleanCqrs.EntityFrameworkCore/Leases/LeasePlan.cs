using CleanCqrs.Application.Outbox;

namespace CleanCqrs.EntityFrameworkCore.Leases;

/// <summary>
/// What one instance has to do so that all live instances hold their fair share: <c>8 / n</c> ranges each, the remainder goes to those that
/// hold most already. Every instance computes the same shares from the same rows, and one that has its share gives nothing up: no range
/// moves back and forth.
/// </summary>
/// <param name="Held">The ranges that the instance holds and keeps.</param>
/// <param name="Surplus">The ranges that it has to give up.</param>
/// <param name="Free">The ranges that nobody holds any more, in the order in which it tries to take them.</param>
/// <param name="Share">How many it may hold.</param>
/// <param name="Dead">The owners whose process is known to have ended.</param>
internal sealed record LeasePlan(
    IReadOnlyList<LeasedRange> Held,
    IReadOnlyList<int> Surplus,
    IReadOnlyList<LeaseState> Free,
    int Share,
    IReadOnlyCollection<string> Dead)
{
    public static LeasePlan Of(string self, IReadOnlyCollection<LeaseState> rows, Func<string, bool> isDead)
    {
        var dead = rows.Select(row => row.Owner).OfType<string>().Distinct().Where(isDead).ToHashSet();
        var ranges = rows.Where(row => row.Range != LeaseState.NoRange).OrderBy(row => row.Range).ToList();
        var live = rows
            .Where(row => row.Owner is { } owner && (owner == self || (row.Expired == 0 && !dead.Contains(owner))))
            .ToLookup(row => row.Owner!);
        var share = ShareOf(self, live);
        var held = ranges.Where(row => row.Owner == self).ToList();
        return new LeasePlan(
            [.. held.Take(share).Select(row => new LeasedRange(row.Range, row.Epoch))],
            [.. held.Skip(share).Select(row => row.Range)],
            [.. ranges.Where(row => row.Owner is null || !live.Contains(row.Owner) || (row.Owner != self && row.Expired == 1))],
            share,
            dead);
    }

    private static int ShareOf(string self, ILookup<string, LeaseState> live)
    {
        var place = live.OrderByDescending(rows => rows.Count(row => row.Range != LeaseState.NoRange))
            .ThenBy(rows => rows.Key, StringComparer.Ordinal)
            .TakeWhile(rows => rows.Key != self)
            .Count();
        return (Bucket.RangeCount / live.Count) + (place < Bucket.RangeCount % live.Count ? 1 : 0);
    }
}
