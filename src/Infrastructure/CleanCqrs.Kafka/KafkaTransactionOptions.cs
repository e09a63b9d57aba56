namespace CleanCqrs.Kafka;

/// <summary>Publishing in Kafka transactions: a batch appears as a whole, and the broker fences a stalled relay off.</summary>
public sealed class KafkaTransactionOptions
{
    /// <summary>Whether each batch is published in a transaction. Default: no. It costs a few round trips per batch and bucket range.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// The beginning of every <c>transactional.id</c>; the bucket range follows. It must be the same in all relay instances of one outbox, and differ from that of
    /// every other outbox on the cluster. Required with <see cref="Enabled"/>.
    /// </summary>
    public string IdPrefix { get; set; } = string.Empty;
}
