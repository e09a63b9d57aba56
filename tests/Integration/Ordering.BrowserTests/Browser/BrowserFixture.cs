using Microsoft.Playwright;
using Ordering.BrowserTests.Browser;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(BrowserFixture))]
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Ordering.BrowserTests.Browser;

/// <summary>One browser for all tests; each visitor gets a window with cookies of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] _flags =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private const float PatienceMilliseconds = 20_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (ChromiumLocation.Find() is not { } path)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
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
    }

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
