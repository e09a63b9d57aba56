using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Projections;
using NSubstitute;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

public sealed class PartitionsTests
{
    private readonly IIntegrationEventSerializer _serializer = Substitute.For<IIntegrationEventSerializer>();

    public PartitionsTests() => _serializer.Deserialize(Arg.Any<string>(), Arg.Any<ReadOnlyMemory<byte>>()).Returns(call =>
        call.Arg<string>() switch
        {
            "issued" => new InvoiceIssuedEvent(call.Arg<ReadOnlyMemory<byte>>().Span[0]),
            "noted" => new NotedEvent(),
            var unknown => throw new UndecodableEventException($"Nobody knows {unknown}."),
        });

    [Fact]
    public void Events_of_a_projection_take_one_turn_that_is_named_after_it()
    {
        var partitions = new Partitions(new Projection("balances", new HashSet<Type>()), _serializer);
        var events = new[] { Event("issued", "a", 1), Event("issued", "b", 2) };

        var part = partitions.Divide(events).ShouldHaveSingleItem();

        part.Turn.ShouldBe("balances");
        part.Events.ShouldBe(events);
        partitions.AlwaysTakeTurns.ShouldBeFalse();
    }

    [Fact]
    public void A_sequential_projection_always_takes_its_turn() =>
        new Partitions(new Projection("balances", new HashSet<Type>()) { IsSequential = true }, _serializer).AlwaysTakeTurns.ShouldBeTrue();

    [Fact]
    public void Events_with_the_same_key_take_the_same_turn_and_stay_in_their_order()
    {
        var events = Enumerable.Range(0, 200).Select(number => Event("issued", $"stream-{number}", (byte)(number % 20))).ToList();

        var parts = Partitioned().Divide(events).ToList();

        parts.Count.ShouldBeInRange(2, 8);
        parts.SelectMany(part => part.Events.Select(envelope => (envelope.Payload.Span[0], part.Turn))).Distinct().Count().ShouldBe(20);
        parts.ShouldAllBe(part => part.Events.SequenceEqual(part.Events.OrderBy(events.IndexOf)));
        parts.Sum(part => part.Events.Count).ShouldBe(200);
    }

    [Fact]
    public void Two_events_of_one_version_take_one_turn_with_their_stream_and_no_other()
    {
        var events = Enumerable.Range(0, 20).SelectMany(key => new[]
        {
            Event("issued", "contested", (byte)key) with { StreamVersion = 1 + (key / 2) },
            Event("issued", "quiet", (byte)key) with { StreamVersion = 1 + key },
        }).ToList();

        var parts = Partitioned().Divide(events).ToList();

        var contested = parts.Where(part => part.Events.Any(envelope => envelope.StreamId == "contested")).ShouldHaveSingleItem();
        contested.Events.Count(envelope => envelope.StreamId == "contested").ShouldBe(20);
        contested.Turn.ShouldBe(Partitioned().TurnOf(events[0]));
        parts.Count.ShouldBeGreaterThan(1);
        parts.Sum(part => part.Events.Count).ShouldBe(40);
    }

    [Theory]
    [InlineData("noted")]
    [InlineData("unknown")]
    public void An_event_without_a_key_goes_by_its_stream(string type)
    {
        var partitions = Partitioned();

        var turns = Enumerable.Range(0, 50)
            .Select(number => partitions.TurnOf(Event(type, $"stream-{number % 10}", (byte)number)))
            .ToList();

        turns.Take(10).ShouldBe(turns.Skip(10).Take(10));
        turns.Distinct().Count().ShouldBeGreaterThan(1);
    }

    private static EventEnvelope Event(string type, string stream, byte payload) =>
        new(Guid.NewGuid(), type, "topic", stream, 1, DateTimeOffset.UnixEpoch, new[] { payload });

    private Partitions Partitioned() => new(
        new Projection("balances", new HashSet<Type>())
        {
            PartitionKeys = new Dictionary<Type, Func<IIntegrationEvent, string>>
            {
                [typeof(InvoiceIssuedEvent)] = issued => $"customer-{((InvoiceIssuedEvent)issued).CustomerId}",
            },
        },
        _serializer);

    private sealed record InvoiceIssuedEvent(int CustomerId) : IIntegrationEvent;

    private sealed record NotedEvent : IIntegrationEvent;
}
