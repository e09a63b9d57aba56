using System.Collections.Concurrent;

namespace Ordering.Replay.Api;

/// <summary>Counts by kind, and remembers the lines they came from.</summary>
internal sealed class Tally
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

/// <summary>One kind of a tally.</summary>
internal sealed record TallyRow(string Kind, int Count, IReadOnlyList<int> Lines);
