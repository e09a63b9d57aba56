using Ordering.BrowserTests.Browser;
using Ordering.BrowserTests.Host;
using static Microsoft.Playwright.Assertions;

namespace Ordering.BrowserTests;

public sealed class LiveUpdateTests(BrowserFixture browser, HostFixture host) : BrowserTest(browser, host)
{
    [Fact]
    public async Task An_order_appears_in_every_tab_of_its_member()
    {
        var visitor = await OpenBrowserAsync();
        var first = await visitor.SignInAsync(Members.First);
        var second = await visitor.OpenOrderingAsync();
        await Expect(second.MyOrders).ToContainTextAsync("No orders yet");

        var name = await first.Product(0).OrderAsync(quantity: 5);

        await Expect(second.NewestOrder.Row).ToContainTextAsync(name);
        await Expect(second.NewestOrder.Status).ToHaveTextAsync("created");
        await Expect(first.NewestOrder.Status).ToHaveTextAsync("created");
        await Expect(first.Orders).ToHaveCountAsync(1);
        await Expect(second.Orders).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task An_order_does_not_appear_for_another_member()
    {
        var one = await (await OpenBrowserAsync()).SignInAsync(Members.Second);
        var other = await (await OpenBrowserAsync()).SignInAsync(Members.Third);
        await Expect(other.MyOrders).ToContainTextAsync("No orders yet");

        var foreign = await one.Product(0).OrderAsync(quantity: 1);
        await Expect(one.NewestOrder.Status).ToHaveTextAsync("created");
        var own = await other.Product(1).OrderAsync(quantity: 1);

        // The other member's own order came later, through the same stream: what was sent before it would be here by now.
        await Expect(other.NewestOrder.Status).ToHaveTextAsync("created");
        await Expect(other.Orders).ToHaveCountAsync(1);
        await Expect(other.NewestOrder.Row).ToContainTextAsync(own);
        await Expect(other.NewestOrder.Row).Not.ToContainTextAsync(foreign);
    }
}
