using Microsoft.Playwright;
using Ordering.BrowserTests.Browser;
using Ordering.BrowserTests.Host;

[assembly: AssemblyFixture(typeof(BrowserFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Ordering.BrowserTests.Browser;

/// <summary>One browser and one host for all tests; each test has its own members, and so its own orders.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] _flags =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private const float PatienceMilliseconds = 20_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private OrderingHost? _host;

    public async ValueTask InitializeAsync()
    {
        if (ChromiumLocation.Find() is not { } path)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        _host = await OrderingHost.StartNewAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = _flags });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    internal OrderingHost Host => _host ?? throw new InvalidOperationException(ChromiumLocation.Missing);

    /// <summary>Opens a browser window with cookies of its own.</summary>
    internal async Task<Visitor> OpenAsync(Uri address, BrowserNewContextOptions? options = null)
    {
        RequireBrowser();
        options ??= new();
        options.BaseURL = address.ToString();
        options.Locale = "en-GB";
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(PatienceMilliseconds);
        return new Visitor(context, address);
    }

    /// <summary>Without a browser a developer's run goes on; a run of CI must not pass without having looked.</summary>
    internal void RequireBrowser()
    {
        if (_browser is not null)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(ChromiumLocation.Missing);
        }

        Assert.Skip(ChromiumLocation.Missing);
    }
}
