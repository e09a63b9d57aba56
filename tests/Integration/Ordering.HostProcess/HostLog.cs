using System.Collections.Concurrent;

namespace Ordering.HostProcess;

/// <summary>What the host has written to its console.</summary>
public sealed class HostLog
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>How many lines it has written.</summary>
    public int Lines => _lines.Count;

    public void Add(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }

    public override string ToString() => string.Join(Environment.NewLine, _lines);
}
