using CleanCqrs.Testing.Transport;

namespace CleanCqrs.IntegrationTests.Kafka;

public sealed class KafkaTransportTests : TransportContract
{
    protected override Task<ITransportHarness> StartAsync() => KafkaHarness.StartAsync();
}
