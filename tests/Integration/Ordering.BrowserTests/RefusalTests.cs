using Microsoft.Playwright;
using Ordering.BrowserTests.Browser;
using Ordering.BrowserTests.Host;
using static Microsoft.Playwright.Assertions;

namespace Ordering.BrowserTests;

public sealed class RefusalTests(BrowserFixture browser, HostFixture host) : BrowserTest(browser, host)
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2_000_000_000)]
    public async Task An_order_that_the_server_refuses_says_why_beside_the_product(long quantity)
    {
        var visitor = await OpenBrowserAsync();
        visitor.Troubles.Expect("status of 400");
        var ordering = await visitor.SignInAsync(Members.First);

        await ordering.Product(0).OrderAsync(quantity);

        await Expect(ordering.Product(0).Problem).ToContainTextAsync("uantity");
        await Expect(ordering.Product(0).TryAgain).ToBeHiddenAsync();
        await Expect(ordering.Orders).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_visitor_who_is_not_signed_in_is_shown_where_to_sign_in()
    {
        var visitor = await OpenBrowserAsync();
        visitor.Troubles.Expect("status of 401");
        var ordering = await visitor.OpenOrderingAsync();

        await Expect(ordering.MyOrders.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await ordering.Product(0).OrderAsync(quantity: 1);

        var link = ordering.Product(0).Problem.GetByRole(AriaRole.Link, new() { Name = "Sign in" });
        await Expect(link).ToHaveAttributeAsync("href", "/sign-in");
    }
}
