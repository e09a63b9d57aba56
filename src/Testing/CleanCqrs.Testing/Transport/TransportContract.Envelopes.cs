using System.Diagnostics;
using CleanCqrs.Application.Transport;
using Xunit;

namespace CleanCqrs.Testing.Transport;

public abstract partial class TransportContract
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    /// <summary>Every field, in every script.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_event_arrives_whole()
    {
        var sent = EventOf("Konto-Ω-口座-🏦", 7_000_000_000) with
        {
            EventType = "bank.accounts.geöffnet.v1",
            OccurredAt = new DateTimeOffset(2031, 5, 1, 12, 30, 15, 123, TimeSpan.FromHours(2)).AddTicks(4567),
        };

        var arrived = await SendAsync(sent);

        Assert.Equal(sent, arrived with { Payload = sent.Payload, ReceivedFrom = null });
        Assert.Equal(sent.Payload.ToArray(), arrived.Payload.ToArray());
    }

    /// <summary>The trace of the command goes on, whether or not the transport adds spans of its own to it.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_event_carries_the_trace_that_it_belongs_to()
    {
        var arrived = await SendAsync(EventOf("a", 1) with { TraceParent = TraceParent });

        Assert.NotNull(arrived.TraceParent);
        Assert.Equal(ActivityContext.Parse(TraceParent, null).TraceId, ActivityContext.Parse(arrived.TraceParent, null).TraceId);
    }

    /// <summary>Where an event was found, for a person who looks for it.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_event_says_where_in_the_log_it_was_found()
    {
        var arrived = await SendAsync(EventOf("a", 1));

        if (Capabilities.HasBroker)
        {
            Assert.NotNull(arrived.ReceivedFrom);
            Assert.Equal((Harness.Topic, 0), (arrived.ReceivedFrom.Topic, arrived.ReceivedFrom.Offset));
        }
        else
        {
            Assert.Null(arrived.ReceivedFrom);
        }
    }

    /// <summary>Payloads are bytes, and none of them is changed.</summary>
    /// <param name="size">The number of bytes.</param>
    /// <returns>The test.</returns>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public async Task A_payload_of_any_size_arrives_byte_by_byte(int size)
    {
        var payload = BytesOf(size);

        var arrived = await SendAsync(EventOf("a", 1) with { Payload = payload });

        Assert.True(arrived.Payload.Span.SequenceEqual(payload), "The payload has changed on its way.");
    }

    /// <summary>A part of a larger array is sent, not the whole array.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_payload_may_be_a_part_of_a_buffer()
    {
        var arrived = await SendAsync(EventOf("a", 1) with { Payload = BytesOf(100).AsMemory(10, 20) });

        Assert.Equal(BytesOf(100)[10..30], arrived.Payload.ToArray());
    }

    /// <summary>The largest payload is taken. A larger one is rejected for good, and others of its batch are not.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_payload_beyond_the_largest_is_rejected_alone()
    {
        var transport = Harness.Connect();
        var inbox = new Inbox();
        await using var group = await SubscribeAsync(transport, "group", inbox);
        var size = Capabilities.MaxPayloadBytes ?? 5_000_000;
        var large = EventOf("large", 1) with { Payload = BytesOf(size) };
        var larger = EventOf("larger", 1) with { Payload = BytesOf(2 * size) };
        var small = EventOf("small", 1);

        var results = await transport.PublishAsync([large, larger, small], Token);

        var expected = Capabilities.MaxPayloadBytes is null ? PublishOutcome.Acknowledged : PublishOutcome.Rejected;
        Assert.Equal([PublishOutcome.Acknowledged, expected, PublishOutcome.Acknowledged], results.Select(result => result.Outcome));
        await inbox.HasAsync(large, small);
        Assert.True(
            inbox.Events.First(envelope => envelope.StreamId == "large").Payload.Span.SequenceEqual(large.Payload.Span),
            "The payload has changed.");
    }

    private async Task<EventEnvelope> SendAsync(EventEnvelope envelope)
    {
        var transport = Harness.Connect();
        var inbox = new Inbox();
        await using var group = await SubscribeAsync(transport, "group", inbox);
        await PublishAsync(transport, envelope);
        await inbox.HasAsync(envelope);
        return inbox.Events[0];
    }

    private static byte[] BytesOf(int size)
    {
        var bytes = new byte[size];
        for (var index = 0; index < size; index++)
        {
            bytes[index] = (byte)(index * 31 >> 3);
        }

        return bytes;
    }
}
