using Ordering.BrowserTests.Browser;
using Ordering.HostProcess;

namespace Ordering.BrowserTests.Host;

/// <summary>One host for the tests of a class, in which each test takes a member of its own, and so has its own orders.</summary>
public sealed class HostFixture : IAsyncLifetime
{
    private OrderingHost? _host;

    internal OrderingHost Host => _host ?? throw new InvalidOperationException(ChromiumLocation.Missing);

    public async ValueTask InitializeAsync()
    {
        if (ChromiumLocation.Find() is not null)
        {
            _host = await OrderingHost.StartNewAsync();
        }
    }

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
