namespace Ordering.Replay.Planning;

/// <summary>The orders that can still be cancelled, by member, stock code and description.</summary>
internal sealed class OpenOrders
{
    private readonly Dictionary<(string, string, string), Stack<int>> _lines = [];

    public void Add(string memberId, string stockCode, string description, int line)
    {
        var key = (memberId, stockCode, description);
        if (!_lines.TryGetValue(key, out var lines))
        {
            _lines[key] = lines = new Stack<int>();
        }

        lines.Push(line);
    }

    /// <summary>Takes the newest one out.</summary>
    /// <returns>The line that placed it, or null when there is none.</returns>
    public int? TakeNewest(string memberId, string stockCode, string description) =>
        _lines.TryGetValue((memberId, stockCode, description), out var lines) && lines.TryPop(out var line) ? line : null;
}
