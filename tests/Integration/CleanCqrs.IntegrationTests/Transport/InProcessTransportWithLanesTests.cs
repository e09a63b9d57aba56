using CleanCqrs.Application.Transport;

namespace CleanCqrs.IntegrationTests.Transport;

public sealed class InProcessTransportWithLanesTests : TransportContract
{
    protected override IEventTransport Create() => InProcess.Create(options => options.Lanes = 8);
}
