using System.Collections.Concurrent;

namespace Ordering.Replay.Sending;

/// <summary>The replay's own book of what the host has accepted, by line.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<int, LedgerEntry> _entries = [];

    public IReadOnlyList<LedgerEntry> Entries => [.. _entries.Values.OrderBy(entry => entry.Line)];

    public void Add(LedgerEntry entry) => _entries[entry.Line] = entry;

    public LedgerEntry? Find(int line) => _entries.GetValueOrDefault(line);

    public void Cancel(int line) => _entries[line] = _entries[line] with { Cancelled = true };
}
