using CleanCqrs.Kafka.Consuming;
using CleanCqrs.Kafka.Diagnostics;
using Confluent.Kafka;
using NSubstitute;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class ConsumerLagTests
{
    private const long UnknownOffset = -1001;

    private readonly SampleMember _member = new();

    [Theory]
    [InlineData("it has handled seven of ten", 7, 10, 3L)]
    [InlineData("it has handled all", 10, 10, 0L)]
    [InlineData("the end it knows is older than what it has handled", 10, 8, 0L)]
    [InlineData("it has handled nothing yet", null, 10, null)]
    [InlineData("it has not heard of an end yet", 7, UnknownOffset, null)]
    public void The_lag_is_what_is_missing_to_the_end(string when, int? handledUpTo, long end, long? expected)
    {
        using var lag = new ConsumerLag(SampleMember.Group, _member.Assignment);
        var partition = _member.Assign(3);
        _member.Consumer.GetWatermarkOffsets(SampleMember.At(3)).Returns(new WatermarkOffsets(0, end));
        if (handledUpTo is { } offset)
        {
            partition.Store(offset);
        }

        lag.Measure().Select(measurement => measurement.Value).ShouldBe(expected is { } value ? [value] : [], when);
    }

    [Fact]
    public void Each_partition_is_measured_with_its_names()
    {
        using var lag = new ConsumerLag(SampleMember.Group, _member.Assignment);
        foreach (var number in new[] { 0, 1 })
        {
            _member.Assign(number).Store(1);
            _member.Consumer.GetWatermarkOffsets(SampleMember.At(number)).Returns(new WatermarkOffsets(0, 5 + number));
        }

        lag.Measure()
            .Select(measurement =>
                $"{string.Join(", ", measurement.Tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}: {measurement.Value}")
            .ShouldBe(
                [
                    $"{Attributes.Group}=statements, {Attributes.Topic}=accounts, {Attributes.Partition}=0: 4",
                    $"{Attributes.Group}=statements, {Attributes.Topic}=accounts, {Attributes.Partition}=1: 5",
                ],
                ignoreOrder: true);
    }

    [Fact]
    public void A_partition_that_has_gone_is_not_asked_any_more()
    {
        using var lag = new ConsumerLag(SampleMember.Group, _member.Assignment);
        var partition = _member.Assign(0);
        partition.Store(1);

        _member.Assignment.Lose([SampleMember.At(0)]);

        lag.Measure().ShouldBeEmpty();
        partition.MeasureLag().ShouldBeNull();
        _member.Consumer.DidNotReceiveWithAnyArgs().GetWatermarkOffsets(default);
    }

    [Fact]
    public void It_is_shown_until_it_is_disposed_of()
    {
        var lag = new ConsumerLag(SampleMember.Group, _member.Assignment);
        KafkaMetrics.LagSources.ShouldContainKey(lag);

        lag.Dispose();

        KafkaMetrics.LagSources.ShouldNotContainKey(lag);
    }
}
