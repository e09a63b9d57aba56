using CleanCqrs.Infrastructure.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CleanCqrs.IntegrationTests.Transport;

internal static class InProcess
{
    public static InProcessTransport Create(Action<InProcessTransportOptions>? configure = null)
    {
        var options = new InProcessTransportOptions();
        options.Redelivery.FirstDelay = TimeSpan.FromMilliseconds(1);
        configure?.Invoke(options);
        return new InProcessTransport(Options.Create(options), TimeProvider.System, NullLogger<InProcessTransport>.Instance);
    }
}
