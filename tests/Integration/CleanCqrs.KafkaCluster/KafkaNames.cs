namespace CleanCqrs.KafkaCluster;

public static class KafkaNames
{
    /// <summary>A name of a topic or a group that no other test and no earlier run has used.</summary>
    public static string Unique(string name) => $"{name}.{Guid.NewGuid():N}";
}
