using System.Collections.Concurrent;

namespace Ordering.BrowserTests.Host;

/// <summary>What the host has written to its console.</summary>
internal sealed class HostLog
{
    private readonly ConcurrentQueue<string> _lines = new();

    public void Add(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }

    public override string ToString() => string.Join(Environment.NewLine, _lines);
}
