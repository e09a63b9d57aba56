namespace CleanCqrs.EntityFrameworkCore.History;

/// <summary>
/// What one instance has to do so that all live instances read their fair share of the parts. Every instance computes the same shares from
/// the same rows, and one that has its share gives nothing up.
/// </summary>
/// <param name="Held">The parts that the instance holds and keeps.</param>
/// <param name="Surplus">The parts that it has to give up.</param>
/// <param name="Take">The parts that it may try to take, as many as its share has room for.</param>
internal sealed record PartShare(IReadOnlyList<string> Held, IReadOnlyList<string> Surplus, IReadOnlyList<string> Take)
{
    public static PartShare Of(string self, IReadOnlyCollection<PartRow> rows, Func<string, bool> isDead)
    {
        var live = rows.Where(row => row.Part is null && row.Owner is { } owner && (owner == self || (row.Expired == 0 && !isDead(owner))))
            .Select(row => row.Owner!)
            .Append(self)
            .ToHashSet();
        var parts = rows.Where(row => row.Part is not null).OrderBy(row => row.Part, StringComparer.Ordinal).ToList();
        var held = parts.Where(row => row.Owner == self).Select(row => row.Part!).ToList();
        var share = ShareOf(self, live, parts);
        var free = parts.Where(row => row.Owner is null || (row.Owner != self && (row.Expired == 1 || !live.Contains(row.Owner))))
            .Select(row => row.Part!);
        return new PartShare(
            [.. held.Take(share)], [.. held.Skip(share)], [.. free.Take(Math.Max(0, share - held.Count))]);
    }

    /// <summary>The remainder goes to those that hold most already, so that no part moves back and forth.</summary>
    private static int ShareOf(string self, HashSet<string> live, List<PartRow> parts)
    {
        var place = live.OrderByDescending(owner => parts.Count(row => row.Owner == owner))
            .ThenBy(owner => owner, StringComparer.Ordinal)
            .TakeWhile(owner => owner != self)
            .Count();
        return (parts.Count / live.Count) + (place < parts.Count % live.Count ? 1 : 0);
    }
}
