using System.Collections.Concurrent;
using Ordering.Replay.Api;

namespace Ordering.Replay.Sending;

/// <summary>What has been counted so far; safe to read while it grows.</summary>
internal sealed class Figures
{
    private readonly ConcurrentQueue<TimeSpan> _latencies = new();
    private readonly ConcurrentQueue<string> _surprises = new();
    private int _placed;
    private int _cancelled;

    public int Answered => _latencies.Count;
    public int Placed => Volatile.Read(ref _placed);
    public int Cancelled => Volatile.Read(ref _cancelled);

    /// <summary>Commands that the host refused, by problem.</summary>
    public Tally Refused { get; } = new();

    /// <summary>Attempts that had to be repeated, by what went wrong.</summary>
    public Tally Retries { get; } = new();

    /// <summary>Answers other than the rules of ordering ask for, in sentences.</summary>
    public IReadOnlyCollection<string> Surprises => _surprises;

    public IReadOnlyCollection<TimeSpan> Latencies => _latencies;

    /// <summary>How long the commands took to send, all together.</summary>
    public TimeSpan Elapsed { get; set; }

    public double CommandsPerSecond => Elapsed > TimeSpan.Zero ? Answered / Elapsed.TotalSeconds : 0;

    public void CountAnswer(TimeSpan latency) => _latencies.Enqueue(latency);

    public void CountPlaced() => Interlocked.Increment(ref _placed);

    public void CountCancelled() => Interlocked.Increment(ref _cancelled);

    public void Surprise(string sentence) => _surprises.Enqueue(sentence);
}
