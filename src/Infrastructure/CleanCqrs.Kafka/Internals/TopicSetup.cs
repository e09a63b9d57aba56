using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Internals;

/// <summary>Creates or checks topics.</summary>
internal sealed class TopicSetup(IAdminClient client, KafkaOptions options, ILogger logger)
{
    /// <summary>Makes sure that the topics exist.</summary>
    /// <returns>What is missing and what to do about it, or <see langword="null"/>.</returns>
    /// <exception cref="KafkaException">No broker answers.</exception>
    public async Task<string?> EnsureAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        // The call waits for brokers: it must not hold up the thread that starts the host.
        var metadata = await Task.Run(() => client.GetMetadata(options.Topics.CheckTimeout), cancellationToken).WaitAsync(cancellationToken);
        var existing = metadata.Topics.Where(topic => topic.Error.Code == ErrorCode.NoError).ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);
        var missing = topics.Where(topic => !existing.ContainsKey(topic)).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            return options.Topics.Create
                ? await CreateAsync(missing)
                : $"{Named(missing)} on the brokers of {options.BootstrapServers}. Create {(missing.Count == 1 ? "it" : "them")}, or let this program do it: "
                    + "Kafka:Topics:Create=true.";
        }

        if (topics.Select(topic => existing[topic]).Distinct().Count() > 1)
        {
            logger.LogInformation(
                "The topics have different numbers of partitions ({Topics}): the events of a stream may be handled in different lanes, and wait for each other",
                string.Join(", ", topics.Select(topic => $"{topic} {existing[topic]}")));
        }

        return null;
    }

    private async Task<string?> CreateAsync(List<string> missing)
    {
        try
        {
            await client.CreateTopicsAsync(missing.Select(Specify), new CreateTopicsOptions { OperationTimeout = options.Topics.CheckTimeout });
            logger.LogInformation("Created the topics {Topics}", string.Join(", ", missing));
            return null;
        }
        catch (CreateTopicsException exception)
        {
            // Another instance that starts at the same time may have been faster.
            var failed = exception.Results.Where(result => result.Error.IsError && result.Error.Code != ErrorCode.TopicAlreadyExists).ToList();
            return failed.Count == 0
                ? null
                : $"{Named(failed.ConvertAll(result => result.Topic))} on the brokers of {options.BootstrapServers}, and can't be created "
                    + $"({failed[0].Error.Code}: {failed[0].Error.Reason.TrimEnd('.')}). Create {(failed.Count == 1 ? "it" : "them")} by hand, or correct Kafka:Topics.";
        }
    }

    private TopicSpecification Specify(string topic)
    {
        var configs = new Dictionary<string, string>
        {
            ["cleanup.policy"] = options.Topics.CleanupPolicy == KafkaCleanupPolicy.Compact ? "compact" : "delete",
        };
        if (options.Topics.Retention is { } retention)
        {
            configs["retention.ms"] = (retention < TimeSpan.Zero ? -1 : (long)retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        return new TopicSpecification
        {
            Name = topic,
            NumPartitions = options.Topics.Partitions,
            ReplicationFactor = options.Topics.ReplicationFactor,
            Configs = configs,
        };
    }

    private static string Named(List<string> topics) =>
        topics.Count == 1 ? $"The topic {topics[0]} does not exist" : $"The topics {string.Join(" and ", topics)} do not exist";
}
