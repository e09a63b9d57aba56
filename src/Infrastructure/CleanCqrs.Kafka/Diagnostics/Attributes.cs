namespace CleanCqrs.Kafka.Diagnostics;

/// <summary>Attributes of metrics and spans, by the semantic conventions of OpenTelemetry where they have a name for them.</summary>
internal static class Attributes
{
    public const string Kafka = "kafka";
    public const string System = "messaging.system";
    public const string OperationName = "messaging.operation.name";
    public const string Error = "error.type";
    public const string Topic = "messaging.destination.name";
    public const string Group = "messaging.consumer.group.name";
    public const string Partition = "messaging.destination.partition.id";
    public const string Source = "cloudevents.event_source";
    public const string Rebalance = "cleancqrs.kafka.rebalance";
}
