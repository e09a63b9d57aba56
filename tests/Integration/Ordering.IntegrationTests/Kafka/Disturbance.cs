namespace Ordering.IntegrationTests.Kafka;

/// <summary>What may happen to the instances of a role.</summary>
internal enum Disturbance
{
    Kill,
    Stall,
    Join,
}
