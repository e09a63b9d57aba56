using System.Text;
using CleanCqrs.Application.Transport;
using Confluent.Kafka;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>The bytes on the wire, and what becomes of those of others.</summary>
public sealed class WireTests : KafkaTest
{
    private const string Id = "0198d3a0-0000-7000-8000-000000000001";

    private static readonly (string Name, string Value)[] _headers =
    [
        ("ce_specversion", "1.0"),
        ("ce_id", Id),
        ("ce_type", "bank.accounts.opened.v1"),
        ("ce_source", "/elsewhere"),
        ("ce_subject", "account-1"),
        ("ce_time", "2026-03-01T12:00:00Z"),
        ("ce_sequence", "3"),
    ];

    [Fact]
    public async Task An_event_is_a_CloudEvent_in_binary_mode_with_the_stream_as_key()
    {
        var sent = EventOf("account-Ω", 12) with
        {
            EventId = Guid.Parse(Id),
            OccurredAt = new DateTimeOffset(2026, 3, 1, 12, 30, 15, 250, TimeSpan.Zero),
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };

        await Connect().PublishAsync([sent], Token);

        var message = ReadLog().Single();
        Encoding.UTF8.GetString(message.Key).ShouldBe("account-Ω");
        Encoding.UTF8.GetString(message.Value).ShouldBe("{\"owner\":\"Ada\"}");
        message.Headers.Select(header => $"{header.Key}: {Encoding.UTF8.GetString(header.GetValueBytes())}").ShouldBe(
        [
            "ce_specversion: 1.0",
            $"ce_id: {Id}",
            "ce_type: bank.accounts.opened.v1",
            "ce_source: /bank",
            "ce_subject: account-Ω",
            "ce_time: 2026-03-01T12:30:15.2500000+00:00",
            "ce_sequence: 12",
            "content-type: application/json",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ]);
    }

    [Fact]
    public async Task A_CloudEvent_of_another_program_is_read_and_tells_where_it_was_found()
    {
        var received = new TaskCompletionSource<EventEnvelope>();
        await using var group = await SubscribeAsync(Connect(), (events, _) =>
        {
            received.TrySetResult(events.Single());
            return Task.CompletedTask;
        });

        var position = await ProduceAsync("account-1", "{}", _headers);

        var envelope = await received.Task.WaitAsync(Token);
        (envelope with { Payload = default }).ShouldBe(new EventEnvelope(
            Guid.Parse(Id),
            "bank.accounts.opened.v1",
            Topic,
            "account-1",
            3,
            new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            default)
        {
            ReceivedFrom = position,
        });
    }

    [Theory]
    [InlineData("ce_specversion", null, "The header ce_specversion is missing: the message is no CloudEvent in binary mode.")]
    [InlineData("ce_specversion", "0.3", "ce_specversion is '0.3'; only CloudEvents 1.0 is read here.")]
    [InlineData("ce_subject", "account-1\0", "ce_subject contains a NUL character.")]
    [InlineData("ce_id", "one", "ce_id is 'one'; it must be a UUID.")]
    [InlineData("ce_type", "", "The header ce_type is missing: the message is no CloudEvent in binary mode.")]
    [InlineData("ce_sequence", "0", "ce_sequence is '0'; it must be the version in the stream, a number from 1.")]
    [InlineData("ce_sequence", "first", "ce_sequence is 'first'; it must be the version in the stream, a number from 1.")]
    [InlineData(
        "ce_sequence",
        "99999999999999999999",
        "ce_sequence is '99999999999999999999'; it must be the version in the stream, a number from 1.")]
    [InlineData("ce_time", "yesterday", "ce_time is 'yesterday'; it must be a time by RFC 3339.")]
    [InlineData("ce_subject", "account-2", "The key is not the ce_subject, 'account-2'.")]
    public async Task A_message_with_a_wrong_header_is_put_aside_with_the_reason(string header, string? value, string reason)
    {
        var headers = _headers.Select(item => item.Name == header ? (item.Name, Value: value) : (item.Name, Value: (string?)item.Value))
            .Where(item => item.Value is not null)
            .Select(item => (item.Name, item.Value!))
            .ToArray();

        (await UnreadableAsync("account-1", "{}", headers)).Error.ShouldBe(reason);
    }

    [Fact]
    public async Task A_message_without_headers_in_other_casing_or_without_a_value_is_put_aside()
    {
        (await UnreadableAsync("account-1", "{}"))
            .Error.ShouldBe("The header ce_specversion is missing: the message is no CloudEvent in binary mode.");
        (await UnreadableAsync("account-1", "{}", [.. _headers.Select(item => (item.Name.ToUpperInvariant(), item.Value))]))
            .Error.ShouldBe("The header ce_specversion is missing: the message is no CloudEvent in binary mode.");
        (await UnreadableAsync(null, null)).Payload.ShouldBeNull();
        (await UnreadableAsync("account-1", null, _headers)).Error.ShouldBe("The message has no value.");
        (await UnreadableAsync(null, "{}", _headers)).Error.ShouldBe("The key is not the ce_subject, 'account-1'.");
    }

    [Fact]
    public async Task A_message_whose_names_are_too_long_to_keep_is_put_aside()
    {
        (await UnreadableAsync("account-1", "{}", With("ce_type", new string('x', 201))))
            .Error.ShouldBe("ce_type has 201 characters; at most 200 are read here.");
        (await UnreadableAsync("account-1", "{}", With("ce_subject", new string('x', 300))))
            .Error.ShouldBe("ce_subject has 300 characters; at most 200 are read here.");
    }

    [Fact]
    public async Task A_trace_context_that_is_none_is_ignored()
    {
        var received = new TaskCompletionSource<EventEnvelope>();
        await using var group = await SubscribeAsync(Connect(), (events, _) =>
        {
            received.TrySetResult(events.Single());
            return Task.CompletedTask;
        });

        await ProduceAsync("account-1", "{}", [.. _headers, ("traceparent", "garbage")]);

        (await received.Task.WaitAsync(Token)).TraceParent.ShouldBeNull();
    }

    private static (string Name, string Value)[] With(string name, string value) =>
        [.. _headers.Select(item => item.Name == name ? (item.Name, value) : item)];

    private async Task<UnreadableMessage> UnreadableAsync(string? key, string? value, params (string Name, string Value)[] headers)
    {
        var put = new TaskCompletionSource<UnreadableMessage>();
        LogPosition? position = null;
        await using var transport = Connect();
        await using var group = await SubscribeAsync(
            transport,
            (_, _) => Task.CompletedTask,
            (messages, _) =>
            {
                put.TrySetResult(messages.Single());
                return Task.CompletedTask;
            });
        position = await ProduceAsync(key, value, headers);
        var unreadable = await put.Task.WaitAsync(Token);
        unreadable.Position.ShouldBe(position);
        unreadable.Headers.Select(header => header.Key).ShouldBe(headers.Select(header => header.Name));
        return unreadable;
    }

    private async Task<LogPosition> ProduceAsync(string? key, string? value, params (string Name, string Value)[] headers)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = Cluster.BootstrapServers })
            .Build();
        var message = new Message<byte[]?, byte[]?>
        {
            Key = key is null ? null : Encoding.UTF8.GetBytes(key),
            Value = value is null ? null : Encoding.UTF8.GetBytes(value),
            Headers = [],
        };
        foreach (var (name, text) in headers)
        {
            message.Headers.Add(name, Encoding.UTF8.GetBytes(text));
        }

        var report = await producer.ProduceAsync(Topic, message, Token);
        return new LogPosition(report.Topic, report.Partition.Value, report.Offset.Value);
    }
}
