using CleanCqrs.Application.Transport;
using CleanCqrs.KafkaCluster;
using Confluent.Kafka;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>What the answers of the brokers mean for each event of a batch.</summary>
public sealed class PublishResultTests : KafkaTest
{
    [Fact]
    public async Task A_topic_that_nobody_may_write_to_rejects_its_events_and_stops_their_streams_only()
    {
        Breakable.SetTopicError(Prefix + OtherTopic, ErrorCode.TopicAuthorizationFailed);

        var results = await Connect().PublishAsync(
            [EventOf("a", 1), EventOf("a", 2, OtherTopic), EventOf("a", 3), EventOf("b", 1), EventOf("b", 2)], Token);

        results.Select(result => result.Outcome).ShouldBe(
        [
            PublishOutcome.Acknowledged, PublishOutcome.Rejected, PublishOutcome.Failed, PublishOutcome.Acknowledged,
            PublishOutcome.Acknowledged,
        ]);
        results[1].Error.ShouldNotBeNull().ShouldStartWith("TopicAuthorizationFailed: ");
        results[2].Error.ShouldBe("It waits behind an event of its stream that was not published.");
        ReadLog().Select(message => TextOf(message, "ce_subject") + TextOf(message, "ce_sequence")).Order().ShouldBe(["a1", "b1", "b2"]);
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_rejects_its_events()
    {
        KafkaOptions.DeliveryTimeout = TimeSpan.FromSeconds(8);

        var results = await Connect().PublishAsync([EventOf("a", 1, "bank.accounts.renamed"), EventOf("b", 1)], Token);

        results.Select(result => result.Outcome).ShouldBe([PublishOutcome.Rejected, PublishOutcome.Acknowledged]);
        results[0].Error.ShouldNotBeNull().ShouldContain("Unknown topic");
    }

    [Theory]
    [InlineData(ErrorCode.MsgSizeTooLarge)]
    [InlineData(ErrorCode.InvalidRecord)]
    [InlineData(ErrorCode.RecordListTooLarge)]
    public async Task A_refused_request_condemns_none_of_the_innocent_events_in_it(ErrorCode error)
    {
        // A broker refuses requests, not messages: whoever travelled together is tried alone.
        KafkaOptions.Settings["linger.ms"] = "50";
        Breakable.FailNext(KafkaApi.Produce, error);
        var events = Enumerable.Range(0, 40).SelectMany(stream => new[] { EventOf($"s{stream}", 1), EventOf($"s{stream}", 2) }).ToList();

        var results = await Connect().PublishAsync(events, Token);

        results.ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged);
        var log = ReadLog();
        log.Count.ShouldBe(80);
        log.GroupBy(message => TextOf(message, "ce_subject")).ShouldAllBe(stream =>
            stream.Select(message => TextOf(message, "ce_sequence")).SequenceEqual(new[] { "1", "2" }));
    }

    [Fact]
    public async Task An_event_that_is_refused_alone_as_well_is_rejected()
    {
        Breakable.FailNext(KafkaApi.Produce, ErrorCode.InvalidRecord, ErrorCode.InvalidRecord);

        var results = await Connect().PublishAsync([EventOf("a", 1), EventOf("a", 2)], Token);

        results.Select(result => result.Outcome).ShouldBe([PublishOutcome.Rejected, PublishOutcome.Failed]);
        results[0].Error.ShouldNotBeNull().ShouldStartWith("InvalidRecord: ");
        ReadLog().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_producer_that_has_failed_for_good_is_built_anew_and_nothing_is_lost()
    {
        var transport = Connect();
        (await transport.PublishAsync([EventOf("a", 1)], Token)).Single().Outcome.ShouldBe(PublishOutcome.Acknowledged);

        // The broker knows the producer no more, and librdkafka can't tell whether it would repeat messages: it gives up for good.
        Breakable.FailNext(KafkaApi.Produce, ErrorCode.OutOfOrderSequenceNumber);
        var failed = await transport.PublishAsync([EventOf("a", 2), EventOf("b", 1)], Token);
        var next = await transport.PublishAsync([EventOf("a", 2), EventOf("b", 1)], Token);

        failed.ShouldContain(result => result.Outcome == PublishOutcome.Failed);
        next.ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged);
        Log.Lines.Count(line => line.Message.StartsWith("The Kafka producer has failed for good, and is built "
            + "anew", StringComparison.Ordinal)).ShouldBe(1);
        ReadLog().Select(message => TextOf(message, "ce_subject") + TextOf(message, "ce_sequence")).Distinct().Order()
            .ShouldBe(["a1", "a2", "b1"]);
    }

    [Fact]
    public async Task A_batch_has_results_within_the_delivery_timeout_however_long_its_streams_are()
    {
        KafkaOptions.DeliveryTimeout = TimeSpan.FromSeconds(3);
        var (cluster, transport) = (Breakable, Connect());
        await transport.PublishAsync([EventOf("warm-up", 1)], Token);
        cluster.SetRoundTripTime(broker: 1, TimeSpan.FromMilliseconds(100));

        var results = await transport.PublishAsync([.. Enumerable.Range(1, 100).Select(version => EventOf("a", version))], Token);

        var acknowledged = results.TakeWhile(result => result.Outcome == PublishOutcome.Acknowledged).Count();
        acknowledged.ShouldBeInRange(1, 99);
        results.Skip(acknowledged).ShouldAllBe(result => result.Outcome == PublishOutcome.Failed);
        results[acknowledged].Error.ShouldBe("The time for the batch was over before its turn came.");
    }
}
