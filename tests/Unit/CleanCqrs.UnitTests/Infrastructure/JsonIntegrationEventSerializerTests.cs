using System.Text;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Infrastructure.IntegrationEvents;

namespace CleanCqrs.UnitTests.Infrastructure;

public sealed class JsonIntegrationEventSerializerTests
{
    private const string Name = "harbour.ships.arrived.v1";

    private readonly JsonIntegrationEventSerializer _serializer = new(new IntegrationEventTypes([typeof(ShipArrivedEvent)]));

    [Fact]
    public void An_event_survives_the_journey()
    {
        var sent = new ShipArrivedEvent("Ω-🚢", 12.50m, new DateTimeOffset(2031, 5, 1, 12, 0, 0, TimeSpan.FromHours(2)), null);

        _serializer.Deserialize(Name, _serializer.Serialize(sent)).ShouldBe(sent);
    }

    [Fact]
    public void Names_are_written_in_camel_case()
    {
        var json = Encoding.UTF8.GetString(_serializer.Serialize(new ShipArrivedEvent("a", 1, DateTimeOffset.UnixEpoch, "b")));

        json.ShouldBe("""{"ship":"a","draught":1,"arrivedAt":"1970-01-01T00:00:00+00:00","pilot":"b"}""");
    }

    [Fact]
    public void What_a_newer_writer_added_is_ignored()
    {
        Read("""{"ship":"a","draught":1,"arrivedAt":"1970-01-01T00:00:00Z","flag":"PA","pilot":null}""").Ship.ShouldBe("a");
    }

    [Theory]
    [InlineData("""{"draught":1,"arrivedAt":"1970-01-01T00:00:00Z","pilot":null}""")]
    [InlineData("""{"ship":null,"draught":1,"arrivedAt":"1970-01-01T00:00:00Z","pilot":null}""")]
    [InlineData("""{"ship":"a","draught":"deep","arrivedAt":"1970-01-01T00:00:00Z","pilot":null}""")]
    [InlineData("""{"ship":"a","draught":"1","arrivedAt":"1970-01-01T00:00:00Z","pilot":null}""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{")]
    public void What_is_no_such_event_is_undecodable(string json)
    {
        Should.Throw<UndecodableEventException>(() => Read(json)).Message.ShouldStartWith($"The payload is not a {Name}: ");
    }

    [Fact]
    public void Names_in_another_case_are_other_names_and_the_error_says_what_is_missing()
    {
        var error = Should.Throw<UndecodableEventException>(
            () => Read("""{"Ship":"a","draught":1,"ArrivedAt":"1970-01-01T00:00:00Z","pilot":null}"""));

        error.Message.ShouldBe(
            $"The payload is not a {Name}: JSON deserialization for type "
            + "'CleanCqrs.UnitTests.Infrastructure.JsonIntegrationEventSerializerTests+ShipArrivedEvent' "
            + "was missing required properties including: 'ship', 'arrivedAt'.");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_undecodable()
    {
        Should.Throw<UndecodableEventException>(() => _serializer.Deserialize(Name, new byte[] { 0x22, 0xff, 0xfe, 0x22 }));
    }

    [Fact]
    public void An_unknown_name_is_undecodable()
    {
        Should.Throw<UndecodableEventException>(() => _serializer.Deserialize("harbour.ships.sunk.v1", "{}"u8.ToArray())).Message.ShouldBe(
            "The event type 'harbour.ships.sunk.v1' is not known here. Register it, or upgrade this program.");
    }

    private ShipArrivedEvent Read(string json) => (ShipArrivedEvent)_serializer.Deserialize(Name, Encoding.UTF8.GetBytes(json));

    [IntegrationEvent(Name, "harbour.ships.arrived")]
    private sealed record ShipArrivedEvent(string Ship, decimal Draught, DateTimeOffset ArrivedAt, string? Pilot) : IIntegrationEvent;
}
