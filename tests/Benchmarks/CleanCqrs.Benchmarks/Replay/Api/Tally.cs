using System.Collections.Concurrent;

namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>Counts by kind, and remembers the lines they came from.</summary>
public sealed class Tally
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<int>> _lines = new(StringComparer.Ordinal);

    public long Total => _lines.Values.Sum(lines => (long)lines.Count);

    public void Count(string kind, int line = 0) => _lines.GetOrAdd(kind, _ => []).Add(line);

    /// <summary>The most frequent kind first, with up to <paramref name="examples"/> of its lowest line numbers.</summary>
    public IReadOnlyList<TallyRow> Rows(int examples = 5) =>
        [.. _lines
            .Select(kind => new TallyRow(kind.Key, kind.Value.Count, [.. kind.Value.Where(line => line > 0).Order().Take(examples)]))
            .OrderByDescending(row => row.Count)
            .ThenBy(row => row.Kind, StringComparer.Ordinal)];
}
