using CleanCqrs.Testing.Transport;

namespace CleanCqrs.IntegrationTests.Transport;

public sealed class InProcessTransportTests : TransportContract
{
    protected override Task<ITransportHarness> StartAsync() => Task.FromResult<ITransportHarness>(new InProcessHarness(InProcess.Create()));
}
