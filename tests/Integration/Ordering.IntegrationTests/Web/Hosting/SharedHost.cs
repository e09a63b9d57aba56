[assembly: AssemblyFixture(typeof(Ordering.IntegrationTests.Web.Hosting.SharedHost))]

namespace Ordering.IntegrationTests.Web.Hosting;

/// <summary>One host in Development for all tests that change nothing but their own members' orders.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private OrderingHost? _host;

    public OrderingHost Host => _host ?? throw new InvalidOperationException("The host has not started.");

    public async ValueTask InitializeAsync() => _host = await OrderingHost.StartAsync(_data);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _data.Dispose();
    }
}
