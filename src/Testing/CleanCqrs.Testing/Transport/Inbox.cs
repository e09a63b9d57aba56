using CleanCqrs.Application.Transport;
using Xunit;

namespace CleanCqrs.Testing.Transport;

/// <summary>What handlers have received, in the order in which they were done with it. Several members of a group may share one.</summary>
internal sealed class Inbox
{
    private readonly Lock _lock = new();
    private readonly List<EventEnvelope> _events = [];
    private readonly HashSet<Guid> _ids = [];
    private readonly HashSet<(string StreamId, string Topic)> _busy = [];
    private readonly HashSet<string> _inTwoHands = [];
    private readonly HashSet<(string StreamId, string Topic)> _inTwoHandsOnOneTopic = [];

    public IReadOnlyList<EventEnvelope> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>A handler that does some work and then puts the events here. When the work fails, they were not handled.</summary>
    public Func<IReadOnlyList<EventEnvelope>, CancellationToken, Task> Handler(Func<Task>? work = null) => async (events, _) =>
    {
        var streams = events.Select(envelope => (envelope.StreamId, envelope.Topic)).ToHashSet();
        lock (_lock)
        {
            var busy = _busy.Select(stream => stream.StreamId).ToHashSet();
            _inTwoHands.UnionWith(streams.Select(stream => stream.StreamId).Where(busy.Contains));
            _inTwoHandsOnOneTopic.UnionWith(streams.Where(stream => !_busy.Add(stream)));
        }

        try
        {
            await (work?.Invoke() ?? Task.CompletedTask);
            lock (_lock)
            {
                _events.AddRange(events);
                _ids.UnionWith(events.Select(envelope => envelope.EventId));
            }
        }
        finally
        {
            lock (_lock)
            {
                _busy.ExceptWith(streams);
            }
        }
    };

    public bool Has(IEnumerable<EventEnvelope> expected)
    {
        lock (_lock)
        {
            return expected.All(envelope => _ids.Contains(envelope.EventId));
        }
    }

    public Task HasAsync(params IReadOnlyCollection<EventEnvelope> expected) =>
        Eventually.HoldsAsync(() => Has(expected), () => $"{expected.Count} events arrive; there are {Events.Count}");

    public Task HasAnyAsync() => Eventually.HoldsAsync(() => Events.Count > 0, () => "an event arrives");

    /// <summary>
    /// The versions of a stream in the order of their first arrival. A transport may deliver again what it has delivered.
    /// </summary>
    public IReadOnlyList<long> VersionsOf(string stream) =>
        [.. Events.Where(envelope => envelope.StreamId == stream).Select(envelope => envelope.StreamVersion).Distinct()];

    /// <summary>
    /// Asserts that in each stream no event came before an earlier one, and that no stream was in the hands of two handlers.
    /// </summary>
    public void IsInOrder(TransportCapabilities capabilities)
    {
        foreach (
            var stream in Events.GroupBy(envelope => (envelope.StreamId, capabilities.OrdersAcrossTopics ? string.Empty : envelope.Topic)))
        {
            var versions = stream.Select(envelope => envelope.StreamVersion).Distinct().ToList();
            Assert.Equal(versions.Order(), versions);
        }

        lock (_lock)
        {
            Assert.Empty(_inTwoHandsOnOneTopic);
            if (capabilities.OrdersAcrossTopics)
            {
                Assert.Empty(_inTwoHands);
            }
        }
    }
}
