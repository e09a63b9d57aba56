using CleanCqrs.Testing.Transport;

namespace CleanCqrs.IntegrationTests.Transport;

public sealed class InProcessTransportWithLanesTests : TransportContract
{
    protected override Task<ITransportHarness> StartAsync() =>
        Task.FromResult<ITransportHarness>(new InProcessHarness(InProcess.Create(options => options.Lanes = 8)));
}
