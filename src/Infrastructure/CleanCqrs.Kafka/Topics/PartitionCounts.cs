using System.Globalization;
using CleanCqrs.Kafka.Configuration;

namespace CleanCqrs.Kafka.Topics;

/// <summary>What the numbers of partitions mean for the order of events.</summary>
internal static class PartitionCounts
{
    /// <summary>Compares topics with what is configured, and with each other.</summary>
    /// <param name="topics">The topics that exist.</param>
    /// <param name="counts">How many partitions each has.</param>
    /// <param name="options">What is configured.</param>
    /// <returns>The warning; <see langword="null"/> when all is as it should be.</returns>
    public static string? FindDeviation(
        IReadOnlyCollection<string> topics, IReadOnlyDictionary<string, int> counts, KafkaTopicOptions options)
    {
        var others = topics.Where(topic => options.ExpectsPartitions && counts[topic] != options.Partitions).ToList();
        if (others.Count > 0)
        {
            return $"Kafka:Topics:Partitions is {options.Partitions.ToString(CultureInfo.InvariantCulture)}, and {List(others, counts)}. "
                + "Where partitions were added to a topic with events, a stream may go on in another partition than it began in, and its "
                + "later events may arrive before its earlier ones: projections here put them in order by their versions, and let the "
                + "early ones wait; consumers that trust in the order of a key can't. Set Kafka:Topics:Partitions to the number that is "
                + "there, and add no partitions to a topic in use before its groups have read it to the end.";
        }

        return topics.Select(topic => counts[topic]).Distinct().Count() > 1
            ? $"The topics have different numbers of partitions: {List(topics, counts)}. The events of a stream that are on several topics "
                + "may be handled in different lanes or instances, where later ones have to wait for earlier ones. Nothing is lost; give "
                + "all topics of a stream the same number."
            : null;
    }

    private static string List(IEnumerable<string> topics, IReadOnlyDictionary<string, int> counts) => string.Join(
        ", ", topics.Order(StringComparer.Ordinal).Select(topic => $"{topic} has {counts[topic].ToString(CultureInfo.InvariantCulture)}"));
}
