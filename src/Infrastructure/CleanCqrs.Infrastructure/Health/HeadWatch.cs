namespace CleanCqrs.Infrastructure.Health;

/// <summary>
/// Measures how long ago what has not been reached yet was there already, by the steady clock of this process: no clock that is wrong, and
/// no time in an event, makes it better or worse.
/// </summary>
internal sealed class HeadWatch(TimeProvider timeProvider)
{
    private const int MaxEntries = 1_000;

    private readonly List<Entry> _entries = [];

    /// <param name="heads">How far each part reaches now.</param>
    /// <param name="reached">How far it has been worked off.</param>
    /// <returns>For how long it has been behind; zero when it is not.</returns>
    public TimeSpan Note(IReadOnlyDictionary<string, long> heads, IReadOnlyDictionary<string, long> reached)
    {
        if (_entries.Count == 0 || !Same(_entries[^1].Heads, heads))
        {
            _entries.Add(new Entry(timeProvider.GetTimestamp(), heads));
        }

        var passed = _entries.FindIndex(entry => entry.Heads.Any(head => head.Value > reached.GetValueOrDefault(head.Key)));
        _entries.RemoveRange(0, passed < 0 ? _entries.Count : passed);
        if (_entries.Count > MaxEntries)
        {
            // The first one tells the time; of the others, every second one is enough.
            var thinned = _entries.Where((_, index) => index % 2 == 0).ToList();
            _entries.Clear();
            _entries.AddRange(thinned);
        }

        return _entries.Count == 0 ? TimeSpan.Zero : timeProvider.GetElapsedTime(_entries[0].At);
    }

    private static bool Same(IReadOnlyDictionary<string, long> one, IReadOnlyDictionary<string, long> other) =>
        one.Count == other.Count && one.All(head => other.TryGetValue(head.Key, out var position) && position == head.Value);

    private sealed record Entry(long At, IReadOnlyDictionary<string, long> Heads);
}
