using CleanCqrs.Kafka.Configuration;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Topics;

/// <summary>Creates or checks topics.</summary>
internal sealed class TopicSetup(IAdminClient client, KafkaOptions options, ILogger logger)
{
    /// <summary>How long brokers may take to answer: an orchestrator that starts the host is more patient.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Makes sure that the topics exist.</summary>
    /// <returns>What is missing and what to do about it, or <see langword="null"/>.</returns>
    /// <exception cref="KafkaException">No broker answers.</exception>
    public async Task<string?> EnsureAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        // The call waits for brokers: it must not hold up the thread that starts the host.
        var metadata = await Task.Run(() => client.GetMetadata(Timeout), cancellationToken).WaitAsync(cancellationToken);
        var existing = metadata.Topics
            .Where(topic => topic.Error.Code == ErrorCode.NoError)
            .ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);
        var missing = topics.Where(topic => !existing.ContainsKey(topic)).Order(StringComparer.Ordinal).ToList();
        if (PartitionCounts.FindDeviation([.. topics.Except(missing)], existing, options.Topics) is { } deviation)
        {
            logger.TopicDeviates(deviation);
        }

        return missing.Count == 0 ? null
            : options.Topics.Create ? await CreateAsync(missing)
            : $"{DoNotExist(missing)}. Create {ItOrThem(missing)}, or let this program do it: Kafka:Topics:Create=true.";
    }

    private async Task<string?> CreateAsync(List<string> missing)
    {
        try
        {
            await client.CreateTopicsAsync(missing.Select(Specify), new CreateTopicsOptions { OperationTimeout = Timeout });
            logger.TopicsCreated(string.Join(", ", missing));
            return null;
        }
        catch (CreateTopicsException exception)
        {
            // Another instance that starts at the same time may have been faster.
            var failed = exception.Results
                .Where(result => result.Error.IsError && result.Error.Code != ErrorCode.TopicAlreadyExists)
                .ToList();
            if (failed.Count == 0)
            {
                return null;
            }

            var (names, error) = (failed.ConvertAll(result => result.Topic), failed[0].Error);
            return $"{DoNotExist(names)}, and can't be created ({error.Code}: {error.Reason.TrimEnd('.')}). "
                + $"Create {ItOrThem(names)} by hand, or correct Kafka:Topics.";
        }
    }

    private TopicSpecification Specify(string topic) => new()
    {
        Name = topic,
        NumPartitions = options.Topics.Partitions,
        ReplicationFactor = options.Topics.ReplicationFactor,
        // Also where the brokers compact by default: of a stream every event counts, not only the last one.
        Configs = new() { ["cleanup.policy"] = "delete" },
    };

    private string DoNotExist(List<string> topics) =>
        $"{(topics.Count == 1 ? $"The topic {topics[0]} does" : $"The topics {string.Join(" and ", topics)} do")} not exist "
        + $"on the brokers of {Secrets.BrokersOf(options)}";

    private static string ItOrThem(List<string> topics) => topics.Count == 1 ? "it" : "them";
}
