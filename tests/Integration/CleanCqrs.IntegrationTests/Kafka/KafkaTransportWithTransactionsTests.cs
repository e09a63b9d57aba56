using CleanCqrs.KafkaCluster;
using CleanCqrs.Testing.Transport;

namespace CleanCqrs.IntegrationTests.Kafka;

[Trait("Length", "Long")]
public sealed class KafkaTransportWithTransactionsTests : TransportContract
{
    protected override Task<ITransportHarness> StartAsync() =>
        KafkaHarness.StartAsync(options => options.TransactionalIdPrefix = KafkaNames.Unique("bank"));
}
