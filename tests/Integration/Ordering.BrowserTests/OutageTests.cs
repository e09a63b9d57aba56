using Ordering.BrowserTests.Browser;
using Ordering.BrowserTests.Host;
using static Microsoft.Playwright.Assertions;

namespace Ordering.BrowserTests;

public sealed class OutageTests(BrowserFixture browser, HostFixture host) : BrowserTest(browser, host)
{
    // The killed host could not give its leases back: what is new is published when they have run out.
    private const float LeaseMilliseconds = 90_000;

    [Fact]
    public async Task The_page_outlives_a_restart_of_the_host()
    {
        var restarted = await StartHostAsync();
        var visitor = await OpenBrowserAsync(on: restarted);
        visitor.Troubles.Expect("net::ERR_");
        var ordering = await visitor.SignInAsync(Members.First);
        await ordering.Page.EvaluateAsync("window.neverReloaded = true");
        var before = await ordering.Product(0).OrderAsync(quantity: 1);
        await Expect(ordering.NewestOrder.Status).ToHaveTextAsync("created");

        await restarted.KillAsync();
        await Expect(ordering.Connection).ToHaveTextAsync("Connection lost, trying again…");
        await restarted.StartAsync();
        await Expect(ordering.Connection).ToBeEmptyAsync();

        await Expect(ordering.NewestOrder.Row).ToContainTextAsync(before);
        var after = await ordering.Product(1).OrderAsync(quantity: 1);
        await Expect(ordering.NewestOrder.Row).ToContainTextAsync(after);
        await Expect(ordering.NewestOrder.Status).ToHaveTextAsync("created", new() { Timeout = LeaseMilliseconds });
        await Expect(ordering.Orders).ToHaveCountAsync(2);
        (await ordering.Page.EvaluateAsync<bool>("window.neverReloaded")).ShouldBeTrue();
    }

    [Fact]
    public async Task An_order_whose_answer_was_lost_is_tried_again_and_placed_once()
    {
        var visitor = await OpenBrowserAsync();
        visitor.Troubles.Expect("net::ERR_");
        var ordering = await visitor.SignInAsync(Members.First);
        await ordering.Page.RouteAsync(
            address => address.EndsWith("/api/orders", StringComparison.Ordinal),
            async route =>
            {
                await route.FetchAsync();
                await route.AbortAsync("connectionreset");
            },
            new() { Times = 1 });

        await ordering.Product(0).OrderAsync(quantity: 1);
        await Expect(ordering.Product(0).Problem).ToContainTextAsync("Trying again will not order twice.");
        await ordering.Product(0).TryAgain.ClickAsync();

        await Expect(ordering.Product(0).Outcome).ToContainTextAsync("Ordered 1.");
        await Expect(ordering.NewestOrder.Status).ToHaveTextAsync("created");
        await ordering.Page.ReloadAsync();
        await Expect(ordering.NewestOrder.Status).ToHaveTextAsync("created");
        await Expect(ordering.Orders).ToHaveCountAsync(1);
    }
}
