using Microsoft.Playwright;
using Ordering.BrowserTests.Browser;
using Ordering.BrowserTests.Host;
using Ordering.HostProcess.Identity;
using static Microsoft.Playwright.Assertions;

namespace Ordering.BrowserTests;

public sealed class IdentityServerTests(BrowserFixture browser, HostFixture host) : BrowserTest(browser, host)
{
    [Fact]
    public async Task A_visitor_signs_in_at_the_identity_server_orders_and_signs_out_there_too()
    {
        await using var server = await IdentityServer.StartAsync();
        var shop = await StartHostAsync(
            $"--Authentication:Authority={server.Url}",
            $"--Authentication:ClientId={IdentityServer.ClientId}",
            $"--Authentication:ClientSecret={IdentityServer.ClientSecret}");
        var visitor = await OpenBrowserAsync(on: shop);
        visitor.Troubles.Expect("status of 401");
        visitor.Troubles.Expect($"request to another site: {server.Url}/");
        var ordering = await visitor.OpenOrderingAsync();
        var page = ordering.Page;

        await page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByText("Member 17850")).ToBeVisibleAsync();
        await ordering.Product(0).OrderAsync(quantity: 2);
        await Expect(ordering.Orders).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync("/");
        server.SignedOut.ShouldHaveSingleItem();
    }
}
