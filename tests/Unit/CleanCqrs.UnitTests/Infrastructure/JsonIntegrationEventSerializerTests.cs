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

    [Fact]
    public void A_payload_that_the_constructor_refuses_is_undecodable()
    {
        var serializer = new JsonIntegrationEventSerializer(new IntegrationEventTypes([typeof(CheckedEvent)]));

        Should.Throw<UndecodableEventException>(() => serializer.Deserialize("checked", """{"count":-1}"""u8.ToArray())).Message.ShouldBe(
            "The payload is not a checked: ArgumentOutOfRangeException: count must not be negative. (Parameter 'count')");
    }

    [Fact]
    public void A_type_that_can_not_be_made_is_undecodable()
    {
        var serializer = new JsonIntegrationEventSerializer(new IntegrationEventTypes([typeof(AbstractMemberEvent)]));

        Should.Throw<UndecodableEventException>(() => serializer.Deserialize("abstract", """{"stream":{}}"""u8.ToArray())).Message
            .ShouldStartWith("The payload is not a abstract: NotSupportedException: ");
    }

    [Theory]
    [InlineData("nul \0 in between")]
    [InlineData("😀 and 👩‍👩‍👧")]
    [InlineData("\u2028 \ufeff \uffff")]
    public void Text_comes_back_as_it_was(string text)
    {
        var sent = new ShipArrivedEvent(text, 1, DateTimeOffset.UnixEpoch, text);

        _serializer.Deserialize(Name, _serializer.Serialize(sent)).ShouldBe(sent);
    }

    [Theory]
    [InlineData(0xd83d, 3)]
    [InlineData(0xde00, 3)]
    public void Text_that_would_come_back_changed_is_not_written(int half, int position)
    {
        // As an attribute's argument it would not survive the compiler.
        var text = "😀 " + (char)half + " end";

        Should.Throw<InvalidOperationException>(
            () => _serializer.Serialize(new ShipArrivedEvent("a", 1, DateTimeOffset.UnixEpoch, text))).Message.ShouldBe(
            $"ShipArrivedEvent can't be written as JSON, so it is not saved: at $.Pilot, character {position} of a text is half a "
            + "surrogate pair, which no encoding can carry. Cut texts between whole characters.");
    }

    private ShipArrivedEvent Read(string json) => (ShipArrivedEvent)_serializer.Deserialize(Name, Encoding.UTF8.GetBytes(json));

    [IntegrationEvent(Name, "harbour.ships.arrived")]
    private sealed record ShipArrivedEvent(string Ship, decimal Draught, DateTimeOffset ArrivedAt, string? Pilot) : IIntegrationEvent;

    [IntegrationEvent("checked", "t")]
    private sealed record CheckedEvent : IIntegrationEvent
    {
        public CheckedEvent(int count) => Count = count >= 0
            ? count
            : throw new ArgumentOutOfRangeException(nameof(count), "count must not be negative.");

        public int Count { get; }
    }

    [IntegrationEvent("abstract", "t")]
    private sealed record AbstractMemberEvent(Stream Stream) : IIntegrationEvent;
}
