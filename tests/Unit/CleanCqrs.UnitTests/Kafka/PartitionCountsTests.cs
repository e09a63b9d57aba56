using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.Topics;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class PartitionCountsTests
{
    private static readonly Dictionary<string, int> _counts = new() { ["b"] = 12, ["a"] = 12, ["c"] = 24, ["d"] = 6 };

    [Fact]
    public void Another_number_than_the_configured_one_is_said_with_what_it_means_for_the_order()
    {
        PartitionCounts.FindDeviation(["d", "a", "c"], _counts, new KafkaTopicOptions { Partitions = 12 }).ShouldBe(
            "Kafka:Topics:Partitions is 12, and c has 24, d has 6. Where partitions were added to a topic with events, a stream may go on "
            + "in another partition than it began in, and its later events may arrive before its earlier ones: projections here put them "
            + "in order by their versions, and let the early ones wait; consumers that trust in the order of a key can't. Set "
            + "Kafka:Topics:Partitions to the number that is there, and add no partitions to a topic in use before its groups have read it "
            + "to the end.");
        PartitionCounts.FindDeviation(["d"], _counts, new KafkaTopicOptions { Create = true }).ShouldNotBeNull();
    }

    [Fact]
    public void Different_numbers_are_said_where_none_is_expected()
    {
        PartitionCounts.FindDeviation(["b", "c"], _counts, new KafkaTopicOptions()).ShouldBe(
            "The topics have different numbers of partitions: b has 12, c has 24. The events of a stream that are on several topics may be "
            + "handled in different lanes or instances, where later ones have to wait for earlier ones. Nothing is lost; give all topics "
            + "of a stream the same number.");
    }

    [Fact]
    public void Topics_that_are_as_configured_or_of_one_number_where_nothing_is_configured_are_fine()
    {
        PartitionCounts.FindDeviation(["a", "b"], _counts, new KafkaTopicOptions { Partitions = 12 }).ShouldBeNull();
        PartitionCounts.FindDeviation(["d"], _counts, new KafkaTopicOptions()).ShouldBeNull();
        PartitionCounts.FindDeviation([], _counts, new KafkaTopicOptions { Partitions = 12 }).ShouldBeNull();
    }
}
