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
        KafkaOptions.Consumer.Sources.Add("/elsewhere");
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
            Prefix + Topic,
            "account-1",
            3,
            new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            default)
        {
            ReceivedFrom = position,
        });
    }

    [Fact]
    public async Task A_message_that_is_no_event_is_put_aside_with_the_reason_and_where_it_was_found()
    {
        (await UnreadableAsync("account-2", "{}", _headers)).Error.ShouldBe("The key is not the ce_subject, 'account-1'.");
        (await UnreadableAsync(null, null)).Payload.ShouldBeNull();
    }

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

        var report = await producer.ProduceAsync(Prefix + Topic, message, Token);
        return new LogPosition(report.Topic, report.Partition.Value, report.Offset.Value);
    }
}
