using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Transport;
using CleanCqrs.Benchmarks.Shipments;

namespace CleanCqrs.Benchmarks.LongStreams;

/// <summary>As many events of one stream as of many others, in turn.</summary>
public static class JourneyEvents
{
    public const string LongStream = Obstacle.Stream;
    private const string EventType = "benchmarks.shipments.booked.v1";
    private const int EventsOfOthers = 10;

    /// <param name="serializer">Writes the payloads.</param>
    /// <param name="count">How many events there are; half of them belong to the long stream.</param>
    public static IReadOnlyList<EventEnvelope> Make(IIntegrationEventSerializer serializer, int count)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        var events = new List<EventEnvelope>(count);
        for (var number = 0; number < count / 2; number++)
        {
            events.Add(Envelope(LongStream, number + 1));
            events.Add(Envelope($"other-{number / EventsOfOthers}", (number % EventsOfOthers) + 1));
        }

        return events;

        EventEnvelope Envelope(string streamId, long version)
        {
            var payload = serializer.Serialize(new ShipmentBookedEvent(Guid.CreateVersion7(), ShipmentDetails.Sample((int)version)));
            return new EventEnvelope(
                Guid.CreateVersion7(), EventType, ShipmentTopic.Name, streamId, version, DateTimeOffset.UnixEpoch, payload);
        }
    }
}
