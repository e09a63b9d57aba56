using System.Runtime.InteropServices;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>
/// The events of one stream in a batch. One of them is in flight at a time: when it is not taken, nothing of its stream has overtaken it.
/// Other streams are other chains, so the rate does not suffer.
/// </summary>
internal sealed class StreamChain(IReadOnlyList<EventEnvelope> events, PublishResult[] results)
{
    private readonly List<int> _indexes = [];
    private int _next;

    /// <summary>The result of an event that was not sent because an earlier one of its stream was not taken.</summary>
    public static PublishResult WaitsBehind { get; } =
        PublishResult.Failed("It waits behind an event of its stream that was not published.");

    public bool IsDone => _next == _indexes.Count;

    /// <summary>The event to send next.</summary>
    public EventEnvelope Next => events[_indexes[_next]];

    /// <summary>Whether the next event was refused together with others, so that it must be sent alone.</summary>
    public bool MustGoAlone { get; private set; }

    /// <summary>Sorts the events of a batch into chains.</summary>
    public static List<StreamChain> Of(IReadOnlyList<EventEnvelope> events, PublishResult[] results)
    {
        var chains = new Dictionary<string, StreamChain>(events.Count);
        for (var index = 0; index < events.Count; index++)
        {
            ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(chains, events[index].StreamId, out _);
            chain ??= new StreamChain(events, results);
            chain._indexes.Add(index);
        }

        return [.. chains.Values];
    }

    /// <summary>
    /// Decides by what became of the next event: the one after it follows, or it is tried once more alone, or the chain ends.
    /// </summary>
    public void Apply(SendReport report)
    {
        if (report.MayBeInnocent && !MustGoAlone)
        {
            MustGoAlone = true;
            return;
        }

        MustGoAlone = false;
        if (report.IsAcknowledged)
        {
            results[_indexes[_next]] = report.Result;
            _next++;
        }
        else
        {
            Stop(report.Result);
        }
    }

    /// <summary>Ends the chain: what follows waits behind this event.</summary>
    public void Stop(PublishResult result)
    {
        results[_indexes[_next]] = result;
        for (_next++; _next < _indexes.Count; _next++)
        {
            results[_indexes[_next]] = WaitsBehind;
        }
    }
}
