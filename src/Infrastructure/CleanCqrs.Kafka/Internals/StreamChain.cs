using CleanCqrs.Application.Transport;

namespace CleanCqrs.Kafka.Internals;

/// <summary>
/// The events of one stream in a batch. One of them is in flight at a time: when it is not taken, nothing of its stream has overtaken it. Other streams are other
/// chains, so the rate does not suffer.
/// </summary>
internal sealed class StreamChain(IReadOnlyList<EventEnvelope> events, PublishResult[] results)
{
    private readonly List<int> _indexes = [];
    private int _next;

    public EventEnvelope Current => events[_indexes[_next]];

    public bool IsDone => _next == _indexes.Count;

    public void Add(int index) => _indexes.Add(index);

    public void Acknowledge()
    {
        results[_indexes[_next]] = PublishResult.Acknowledged;
        _next++;
    }

    /// <summary>Ends the chain: what follows waits behind this event.</summary>
    public void Stop(PublishResult result)
    {
        results[_indexes[_next]] = result;
        for (_next++; _next < _indexes.Count; _next++)
        {
            results[_indexes[_next]] = Fate.Behind;
        }
    }

    public static List<StreamChain> Of(IReadOnlyList<EventEnvelope> events, PublishResult[] results)
    {
        var chains = new Dictionary<string, StreamChain>(events.Count);
        for (var index = 0; index < events.Count; index++)
        {
            ref var chain = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(chains, events[index].StreamId, out _);
            chain ??= new StreamChain(events, results);
            chain.Add(index);
        }

        return [.. chains.Values];
    }
}
