using CleanCqrs.Application.Transport;
using CleanCqrs.Simulation.Scheduling;

namespace CleanCqrs.Simulation.Broker;

/// <summary>A log of events, and the groups that read it.</summary>
internal sealed class SimulatedBroker(Scheduler scheduler, Chance chance, BrokerFaults faults)
{
    private readonly Dictionary<string, ConsumerGroup> _groups = [];
    private readonly HashSet<Guid> _appended = [];
    private long _offset;

    /// <summary>What is told of each event that is written to the log: who wrote it.</summary>
    public Action<Process, EventEnvelope>? Appended { get; set; }

    public BrokerFaults Faults => faults;

    public ConsumerGroup GroupOf(string name)
    {
        if (!_groups.TryGetValue(name, out var group))
        {
            _groups.Add(name, group = new ConsumerGroup(name, scheduler, chance, faults));
        }

        return group;
    }

    public bool Has(Guid eventId) => _appended.Contains(eventId);

    public void Append(Process producer, EventEnvelope envelope)
    {
        _appended.Add(envelope.EventId);
        Appended?.Invoke(producer, envelope);
        var received = envelope with { ReceivedFrom = new LogPosition(envelope.Topic, 0, _offset++) };
        foreach (var group in _groups.Values)
        {
            group.Add(received);
        }
    }
}
