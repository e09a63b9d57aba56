using Ordering.BrowserTests.Browser;
using Ordering.BrowserTests.Host;
using static Microsoft.Playwright.Assertions;

namespace Ordering.BrowserTests;

public sealed class PhoneTests(BrowserFixture browser, HostFixture host) : BrowserTest(browser, host)
{
    [Fact]
    public async Task On_a_phone_nothing_is_wider_than_the_screen()
    {
        var visitor = await OpenBrowserAsync(new()
        {
            ViewportSize = new() { Width = 360, Height = 740 },
            IsMobile = true,
            HasTouch = true,
        });
        visitor.Troubles.Expect("status of 400");
        var ordering = await visitor.SignInAsync(Members.First);
        await ordering.Product(0).OrderAsync(quantity: 2);
        await ordering.Product(1).OrderAsync(quantity: 0);
        await Expect(ordering.Product(1).Problem).Not.ToBeEmptyAsync();
        var order = ordering.NewestOrder;
        await Expect(order.Status).ToHaveTextAsync("created");
        await order.Summary.TapAsync();
        await order.ShouldShowJourneyAsync("Created");
        await ordering.ShouldFitTheScreenAsync();

        await order.Cancel.TapAsync();
        await Expect(ordering.CancelDialog.Dialog).ToBeVisibleAsync();
        await ordering.ShouldFitTheScreenAsync();
    }
}
