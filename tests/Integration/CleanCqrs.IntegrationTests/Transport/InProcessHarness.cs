using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Transport;
using CleanCqrs.Testing.Transport;

namespace CleanCqrs.IntegrationTests.Transport;

internal sealed class InProcessHarness(Action<InProcessTransportOptions>? configure = null) : ITransportHarness
{
    private readonly InProcessTransport _transport = InProcess.Create(configure);

    public TransportCapabilities Capabilities { get; } = new() { HasBroker = false, BrokerCanStop = false };

    public string Topic => "bank.accounts.opened";

    public string OtherTopic => "bank.accounts.closed";

    public IEventTransport Connect() => _transport;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
