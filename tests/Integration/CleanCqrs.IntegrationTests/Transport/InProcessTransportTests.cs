using CleanCqrs.Application.Transport;

namespace CleanCqrs.IntegrationTests.Transport;

public sealed class InProcessTransportTests : TransportContract
{
    protected override IEventTransport Create() => InProcess.Create();
}
