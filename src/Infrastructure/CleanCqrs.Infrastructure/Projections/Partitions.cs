using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Divides the events of a projection into parts that take their turns separately. A projection has one part, unless its events are
/// partitioned by a key.
/// </summary>
internal sealed class Partitions(Projection projection, IIntegrationEventSerializer serializer)
{
    private const int Count = 8;

    /// <summary>Whether every batch takes its turn. Otherwise it does so only when rows are contested.</summary>
    public bool AlwaysTakeTurns { get; } = projection.IsSequential || projection.PartitionKeys.Count > 0;

    /// <summary>
    /// The events by the turn that they take; those of a part stay in their order. A stream in which two events claim one version stays
    /// together: who has only one of them would take it for the predecessor of what follows the other one.
    /// </summary>
    public IEnumerable<(string Turn, IReadOnlyList<EventEnvelope> Events)> Divide(IReadOnlyList<EventEnvelope> events)
    {
        if (projection.PartitionKeys.Count == 0)
        {
            return [(projection.Name, events)];
        }

        var contested = events.GroupBy(envelope => (envelope.StreamId, envelope.StreamVersion))
            .Where(place => place.Select(envelope => envelope.EventId).Distinct().Count() > 1)
            .Select(place => place.Key.StreamId)
            .Distinct()
            .ToDictionary(stream => stream, stream => TurnOf(events.First(envelope => envelope.StreamId == stream)));
        return events.GroupBy(envelope => contested.GetValueOrDefault(envelope.StreamId) ?? TurnOf(envelope))
            .Select(part => (part.Key, (IReadOnlyList<EventEnvelope>)[.. part]));
    }

    public string TurnOf(EventEnvelope envelope) =>
        projection.PartitionKeys.Count == 0 ? projection.Name : $"{projection.Name}/{Bucket.Of(KeyOf(envelope)) % Count}";

    private string KeyOf(EventEnvelope envelope)
    {
        try
        {
            var integrationEvent = serializer.Deserialize(envelope.EventType, envelope.Payload);
            return projection.PartitionKeys.TryGetValue(integrationEvent.GetType(), out var keyOf)
                ? keyOf(integrationEvent)
                : envelope.StreamId;
        }
        catch (UndecodableEventException)
        {
            // Applying it fails in the same way, and that is what goes on record.
            return envelope.StreamId;
        }
    }
}
