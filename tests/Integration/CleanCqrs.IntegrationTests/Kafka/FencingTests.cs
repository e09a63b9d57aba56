using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.KafkaCluster;
using Confluent.Kafka;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>Transactions, where the broker itself stops a relay that another one has replaced.</summary>
public sealed class FencingTests : KafkaTest
{
    public FencingTests()
    {
        KafkaOptions.TransactionalIdPrefix = "bank";
    }

    /// <summary>The mock cluster does not fence by itself: it gives the answer that a broker would give.</summary>
    [Theory]
    [InlineData(KafkaApi.AddPartitionsToTransaction, ErrorCode.ProducerFenced)]
    [InlineData(KafkaApi.EndTransaction, ErrorCode.InvalidProducerEpoch)]
    public async Task A_relay_whose_range_was_taken_over_is_told_so_and_begins_anew_when_it_has_the_range_again(
        KafkaApi api, ErrorCode error)
    {
        var transport = Connect();
        (await transport.PublishAsync([EventOf("a", 1)], Token)).Single().Outcome.ShouldBe(PublishOutcome.Acknowledged);
        Breakable.FailNext(api, error);

        var fenced = await transport.PublishAsync([EventOf("a", 2), EventOf("a", 3)], Token);

        fenced.ShouldAllBe(result => result.Outcome == PublishOutcome.Failed);
        fenced[0].Error.ShouldBe("Another relay instance has taken over this bucket range, and has fenced this one off.");
        (await transport.PublishAsync([EventOf("a", 2), EventOf("a", 3)], Token)).ShouldAllBe(
            result => result.Outcome == PublishOutcome.Acknowledged);
    }

    [Fact]
    public async Task Relays_with_other_ranges_do_not_disturb_each_other()
    {
        var streams = Enumerable.Range(0, 100).Select(number => $"s{number}").ToLookup(
            stream => Bucket.RangeOf(stream) < Bucket.RangeCount / 2);
        var (one, two) = (Connect(), Connect());

        for (var version = 1; version <= 3; version++)
        {
            var results = await Task.WhenAll(
                one.PublishAsync([.. streams[true].Select(stream => EventOf(stream, version))], Token),
                two.PublishAsync([.. streams[false].Select(stream => EventOf(stream, version))], Token));
            results.SelectMany(result => result).ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged);
        }

        ReadLog().Count.ShouldBe(300);
    }
}
