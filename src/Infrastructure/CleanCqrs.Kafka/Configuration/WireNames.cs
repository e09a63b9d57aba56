namespace CleanCqrs.Kafka.Configuration;

/// <summary>What topics, groups and transactions of this system are called on the cluster.</summary>
internal sealed class WireNames(KafkaOptions options)
{
    public string TopicOf(string topic) => options.NamePrefix + topic;

    public string GroupOf(string group) => options.NamePrefix + options.Consumer.GroupPrefix + group;

    public string TransactionalIdOf(int range) => $"{options.NamePrefix}{options.TransactionalIdPrefix}-{range}";
}
