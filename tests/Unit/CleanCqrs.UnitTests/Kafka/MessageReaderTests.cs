using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.Messages;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using NSubstitute;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class MessageReaderTests
{
    private readonly KafkaOptions _options = new() { Source = "/north", NamePrefix = "shared." };
    private readonly ForeignEvents _foreign = new();
    private readonly ILogger _log = Substitute.For<ILogger>();

    [Theory]
    [InlineData("/north")]
    [InlineData("/north-before-it-was-renamed")]
    public void An_event_of_this_system_is_read_whatever_the_system_was_called_then(string source)
    {
        _options.Consumer.Sources.Add("/north-before-it-was-renamed");

        var (read, unreadable) = Read(source);

        unreadable.ShouldBeNull();
        read.ShouldNotBeNull().StreamId.ShouldBe("a");
        read.ReceivedFrom.ShouldBe(new LogPosition("shared.orders", 0, 5));
        (_foreign.Problem, _log.ReceivedCalls().Count()).ShouldBe((null, 0));
    }

    [Fact]
    public void An_event_of_another_system_is_kept_as_it_is_and_said_once()
    {
        var reader = new MessageReader("group", _options, _foreign, _log);
        for (var i = 0; i < 10; i++)
        {
            var (read, unreadable) = reader.Read(MessageOf("/south"));
            read.ShouldBeNull();
            unreadable.ShouldNotBeNull().ForeignSource.ShouldBe("/south");
            unreadable.Payload.ShouldNotBeNull().ToArray().ShouldBe("{}"u8.ToArray());
            unreadable.Error.ShouldBe("ce_source is '/south': the event belongs to another system than /north, and is not applied here.");
        }

        reader.Read(MessageOf("/west"));
        _log.ReceivedCalls().Count().ShouldBe(2);
        _foreign.Problem.ShouldNotBeNull().ShouldStartWith("Events of '/south', '/west', which is not this system, are kept apart");
    }

    [Fact]
    public void Of_a_source_that_writes_much_some_are_kept_and_the_others_are_passed_over_which_is_said_once()
    {
        _options.Consumer.MaxForeignEvents = 3;
        var reader = new MessageReader("group", _options, _foreign, _log);

        var kept = Enumerable.Range(0, 10).Count(_ => reader.Read(MessageOf("/south")).Unreadable is not null);

        kept.ShouldBe(3);
        reader.Read(MessageOf("/west")).Unreadable.ShouldNotBeNull();
        _log.ReceivedCalls().Count().ShouldBe(3, "the first of each source, and that no more are kept of one");
    }

    [Fact]
    public void An_event_of_a_system_that_is_to_be_ignored_is_neither_read_nor_kept()
    {
        _options.Consumer.IgnoredSources.Add("/south");

        Read("/south").ShouldBe((null, null));

        _foreign.Problem.ShouldBeNull();
    }

    private (EventEnvelope? Event, UnreadableMessage? Unreadable) Read(string source) =>
        new MessageReader("group", _options, _foreign, _log).Read(MessageOf(source));

    private static ConsumeResult<byte[], byte[]> MessageOf(string source)
    {
        var envelope = new EventEnvelope(
            Guid.CreateVersion7(), "orders.created.v1", "orders", "a", 1, DateTimeOffset.UnixEpoch, "{}"u8.ToArray());
        return new ConsumeResult<byte[], byte[]>
        {
            Topic = "shared.orders",
            Partition = 0,
            Offset = 5,
            Message = CloudEventMessage.Write(envelope, System.Text.Encoding.UTF8.GetBytes(source), traceParent: null),
        };
    }
}
