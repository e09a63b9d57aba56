using System.Diagnostics.CodeAnalysis;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Simulation.Systems;

/// <summary>Every event of one run. A payload is the number of its event.</summary>
internal sealed class Events : IIntegrationEventSerializer, IIntegrationEventTypes
{
    public const string Topic = "moves";
    private const string TypeName = "moved.v1";
    private readonly List<Moved> _all = [];

    public IReadOnlyCollection<string> Topics { get; } = [Topic];

    /// <summary>Whether poison and refusals are put right.</summary>
    public bool AreRepaired { get; set; }

    public EventEnvelope Add(Moved moved, Guid id, DateTimeOffset time)
    {
        _all.Add(moved);
        return new EventEnvelope(id, TypeName, Topic, moved.StreamId, moved.Version, time, BitConverter.GetBytes(_all.Count - 1));
    }

    public Moved Read(EventEnvelope envelope) => _all[BitConverter.ToInt32(envelope.Payload.Span)];

    public IIntegrationEvent Deserialize(string eventType, ReadOnlyMemory<byte> payload) => _all[BitConverter.ToInt32(payload.Span)];

    public byte[] Serialize(IIntegrationEvent integrationEvent) => throw new NotSupportedException();

    public bool TryGetType(string name, [NotNullWhen(true)] out Type? type)
    {
        type = typeof(Moved);
        return true;
    }

    public IntegrationEventAttribute Describe(Type type) => new(TypeName, Topic);

    public bool IsOutdated(string name) => false;

    public IIntegrationEvent ToNewest(IIntegrationEvent integrationEvent) => integrationEvent;
}
