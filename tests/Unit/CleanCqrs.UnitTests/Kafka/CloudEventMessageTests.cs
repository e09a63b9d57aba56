using System.Globalization;
using System.Text;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Messages;
using Confluent.Kafka;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class CloudEventMessageTests
{
    private const string NoCloudEvent = "The header ce_specversion is missing: the message is no CloudEvent in binary mode.";

    private static readonly EventEnvelope _envelope = new(
        new Guid("0198d3a0-0000-7000-8000-000000000001"),
        "bank.accounts.opened.v1",
        "accounts",
        "account-Ω",
        3,
        new DateTimeOffset(2026, 3, 1, 12, 30, 15, 250, TimeSpan.FromHours(2)),
        "{}"u8.ToArray());

    [Theory]
    [InlineData(null)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    public void What_was_written_is_read(string? traceParent)
    {
        var (read, unreadable) = CloudEventMessage.Read(At(7, CloudEventMessage.Write(_envelope, "/bank"u8.ToArray(), traceParent)));

        unreadable.ShouldBeNull();
        read.ShouldNotBeNull().Payload.ToArray().ShouldBe("{}"u8.ToArray());
        (read with { Payload = _envelope.Payload }).ShouldBe(
            _envelope with { TraceParent = traceParent, ReceivedFrom = new LogPosition("accounts", 2, 7) });
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-with-more-than-anybody-may-keep")]
    public void A_trace_context_that_is_none_is_ignored(string traceParent) =>
        CloudEventMessage.Read(At(0, Message(("traceparent", traceParent)))).Event.ShouldNotBeNull().TraceParent.ShouldBeNull();

    [Theory]
    [InlineData("2026-03-01T12:00:00Z", "2026-03-01T12:00:00.0000000+00:00")]
    [InlineData("2026-03-01T12:00:00.1234567+05:30", "2026-03-01T12:00:00.1234567+05:30")]
    [InlineData("2026-03-01t12:00:00", "2026-03-01T12:00:00.0000000+00:00")]
    public void A_time_is_read_with_its_offset(string time, string expected) =>
        CloudEventMessage.Read(At(0, Message(("ce_time", time)))).Event.ShouldNotBeNull()
            .OccurredAt.ToString("O", CultureInfo.InvariantCulture).ShouldBe(expected);

    [Fact]
    public void Of_two_headers_of_one_name_the_last_counts() =>
        CloudEventMessage.Read(At(0, Message(("ce_sequence", "4")))).Event.ShouldNotBeNull().StreamVersion.ShouldBe(4);

    public static TheoryData<string, string?, string> WrongHeaders => new()
    {
        { "ce_specversion", null, NoCloudEvent },
        { "ce_specversion", "", NoCloudEvent },
        { "ce_specversion", "0.3", "ce_specversion is '0.3'; only CloudEvents 1.0 is read here." },
        { "ce_source", null, "The header ce_source is missing: the message is no CloudEvent in binary mode." },
        { "ce_id", "one", "ce_id is 'one'; it must be a UUID." },
        {
            "ce_id",
            "{0198d3a0-0000-7000-8000-000000000001}",
            "ce_id is '{0198d3a0-0000-7000-8000-000000000001}'; it must be a UUID."
        },
        { "ce_type", "", "The header ce_type is missing: the message is no CloudEvent in binary mode." },
        { "ce_type", new string('x', 201), "ce_type has 201 characters; at most 200 are read here." },
        { "ce_type", "a\0", "ce_type contains a NUL character." },
        { "ce_subject", null, "The header ce_subject is missing: the message is no CloudEvent in binary mode." },
        { "ce_subject", new string('x', 300), "ce_subject has 300 characters; at most 200 are read here." },
        { "ce_subject", "account-1\0", "ce_subject contains a NUL character." },
        {
            "ce_subject",
            "account-1 ",
            "ce_subject is 'account-1 ': it must not end with a space, since a database may take it for the stream without the space."
        },
        { "ce_subject", "account-2", "The key is not the ce_subject, 'account-2'." },
        { "ce_sequence", null, "The header ce_sequence is missing: the message is no CloudEvent in binary mode." },
        { "ce_sequence", "0", "ce_sequence is '0'; it must be the version in the stream, a number from 1." },
        { "ce_sequence", "-1", "ce_sequence is '-1'; it must be the version in the stream, a number from 1." },
        { "ce_sequence", "1.0", "ce_sequence is '1.0'; it must be the version in the stream, a number from 1." },
        { "ce_sequence", "first", "ce_sequence is 'first'; it must be the version in the stream, a number from 1." },
        {
            "ce_sequence",
            "99999999999999999999",
            "ce_sequence is '99999999999999999999'; it must be the version in the stream, a number from 1."
        },
        { "ce_time", null, "The header ce_time is missing: the message is no CloudEvent in binary mode." },
        { "ce_time", "yesterday", "ce_time is 'yesterday'; it must be a time by RFC 3339." },
    };

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    public void A_message_with_a_wrong_header_is_put_aside_with_the_reason(string header, string? value, string reason)
    {
        var message = Message();
        message.Headers.Remove(header);
        if (value is not null)
        {
            message.Headers.Add(header, Encoding.UTF8.GetBytes(value));
        }

        ErrorOf(message).ShouldBe(reason);
    }

    [Fact]
    public void A_header_that_is_not_UTF_8_is_named()
    {
        var message = Message();
        message.Headers.Add("ce_type", [0xff]);

        ErrorOf(message).ShouldBe("The header ce_type is not UTF-8.");
    }

    [Fact]
    public void A_message_without_headers_or_with_headers_in_other_casing_is_no_event()
    {
        var without = Message();
        without.Headers = null;
        var inCapitals = Message();
        inCapitals.Headers = [];
        Message().Headers.ToList().ForEach(header => inCapitals.Headers.Add(header.Key.ToUpperInvariant(), header.GetValueBytes()));

        ErrorOf(without).ShouldBe(NoCloudEvent);
        ErrorOf(inCapitals).ShouldBe(NoCloudEvent);
    }

    [Fact]
    public void A_message_without_a_key_or_without_a_value_is_no_event()
    {
        var withoutKey = Message();
        withoutKey.Key = null!;
        var withoutValue = Message();
        withoutValue.Value = null!;

        ErrorOf(withoutKey).ShouldBe("The key is not the ce_subject, 'account-Ω'.");
        ErrorOf(withoutValue).ShouldBe("The message has no value.");
    }

    [Fact]
    public void What_is_put_aside_keeps_all_that_it_brought_and_where_it_was()
    {
        var message = new Message<byte[], byte[]> { Key = [1], Value = [2], Headers = new Headers { { "x", null }, { "x", [3] } } };

        var (read, unreadable) = CloudEventMessage.Read(At(9, message));

        read.ShouldBeNull();
        unreadable.ShouldNotBeNull().Position.ShouldBe(new LogPosition("accounts", 2, 9));
        unreadable.Key!.Value.ToArray().ShouldBe([1]);
        unreadable.Payload!.Value.ToArray().ShouldBe([2]);
        unreadable.Headers.Select(header => (header.Key, Convert.ToHexString(header.Value.Span))).ShouldBe([("x", ""), ("x", "03")]);
    }

    [Fact]
    public void A_tombstone_that_is_put_aside_stays_one()
    {
        var unreadable = CloudEventMessage.Read(At(0, new Message<byte[], byte[]>())).Unreadable.ShouldNotBeNull();

        (unreadable.Key.HasValue, unreadable.Payload.HasValue, unreadable.Headers.Count).ShouldBe((false, false, 0));
    }

    private static string? ErrorOf(Message<byte[], byte[]> message)
    {
        var (read, unreadable) = CloudEventMessage.Read(At(0, message));
        read.ShouldBeNull();
        return unreadable?.Error;
    }

    /// <summary>A good message, with more headers at its end.</summary>
    private static Message<byte[], byte[]> Message(params (string Name, string Value)[] more)
    {
        var message = CloudEventMessage.Write(_envelope, "/bank"u8.ToArray(), traceParent: null);
        Array.ForEach(more, header => message.Headers.Add(header.Name, Encoding.UTF8.GetBytes(header.Value)));
        return message;
    }

    private static ConsumeResult<byte[], byte[]> At(long offset, Message<byte[], byte[]> message) =>
        new() { Topic = "accounts", Partition = 2, Offset = offset, Message = message };
}
