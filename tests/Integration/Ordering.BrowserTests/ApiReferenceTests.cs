using Ordering.BrowserTests.Browser;
using Ordering.BrowserTests.Host;
using static Microsoft.Playwright.Assertions;

namespace Ordering.BrowserTests;

/// <summary>Fails, as all tests here do, where the page breaks its content security policy or asks anything of another site.</summary>
public sealed class ApiReferenceTests(BrowserFixture browser, HostFixture host) : BrowserTest(browser, host)
{
    [Fact]
    public async Task The_api_reference_shows_the_calls_of_the_api()
    {
        var visitor = await OpenBrowserAsync();

        var page = await visitor.OpenAsync("/scalar");

        await Expect(page.GetByText("Orders of the signed-in member, and operations.").First).ToBeVisibleAsync();
        await Expect(page.GetByText("/api/orders/{orderId}/cancel").First).ToBeAttachedAsync();
    }
}
