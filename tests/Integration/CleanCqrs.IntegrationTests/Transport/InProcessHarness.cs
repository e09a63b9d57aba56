using CleanCqrs.Application.Transport;
using CleanCqrs.Testing.Transport;

namespace CleanCqrs.IntegrationTests.Transport;

internal sealed class InProcessHarness(IEventTransport transport) : ITransportHarness
{
    public TransportCapabilities Capabilities { get; } = new() { HasBroker = false, BrokerCanStop = false };

    public string Topic => "bank.accounts.opened";

    public string OtherTopic => "bank.accounts.closed";

    public IEventTransport Connect() => transport;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
