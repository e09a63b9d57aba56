using Microsoft.Playwright;
using Ordering.BrowserTests.Browser;
using Ordering.BrowserTests.Host;
using Ordering.HostProcess;

namespace Ordering.BrowserTests;

/// <summary>A test in a real browser. Every window that it opens is watched; what a failed test saw stays in TestResults.</summary>
public abstract class BrowserTest(BrowserFixture browser, HostFixture host) : IClassFixture<HostFixture>, IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];
    private readonly List<OrderingHost> _hosts = [];

    public ValueTask InitializeAsync()
    {
        browser.RequireBrowser();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            var troubles = _visitors.SelectMany(visitor => visitor.Troubles.Unexpected).ToList();
            if (troubles.Count > 0 || TestContext.Current.TestState?.Result == TestResult.Failed)
            {
                await SaveEvidenceAsync();
            }

            troubles.ShouldBeEmpty();
        }
        finally
        {
            foreach (var visitor in _visitors)
            {
                await visitor.DisposeAsync();
            }

            foreach (var started in _hosts)
            {
                await started.DisposeAsync();
            }
        }
    }

    private protected async Task<Visitor> OpenBrowserAsync(BrowserNewContextOptions? options = null, OrderingHost? on = null)
    {
        var visitor = await browser.OpenAsync((on ?? host.Host).Address, options);
        _visitors.Add(visitor);
        return visitor;
    }

    /// <summary>Starts a host for this test alone, so that it can be stopped.</summary>
    private protected async Task<OrderingHost> StartHostAsync(params string[] arguments)
    {
        var started = await OrderingHost.StartNewAsync(arguments);
        _hosts.Add(started);
        return started;
    }

    private async Task SaveEvidenceAsync()
    {
        if (_visitors.Count == 0)
        {
            return;
        }

        var results = Directory.CreateDirectory(
            Path.Combine(Repository.Root, "tests", "Integration", "Ordering.BrowserTests", "TestResults"));
        var name = Path.Combine(results.FullName, TestContext.Current.TestMethod!.MethodName);
        for (var index = 0; index < _visitors.Count; index++)
        {
            await _visitors[index].SaveScreenshotsAsync($"{name}-{index}");
        }

        await File.WriteAllTextAsync(
            $"{name}-host.log", string.Join(Environment.NewLine, _hosts.Append(host.Host).Select(started => started.Log)));
    }
}
