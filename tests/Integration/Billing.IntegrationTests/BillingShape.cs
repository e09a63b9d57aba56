namespace Billing.IntegrationTests;

/// <summary>What a test varies.</summary>
public sealed record BillingShape(bool UsesPostgreSql, bool UsesKafka, int Lanes, int Instances, bool PartitionsBalances = false)
{
    public override string ToString() =>
        $"{(UsesPostgreSql ? "PostgreSQL" : "SQLite")}, {(UsesKafka ? "Kafka" : "in process")}, {Lanes} lanes, {Instances} instances"
        + (PartitionsBalances ? ", by customer" : string.Empty);
}
