using Ordering.BrowserTests.Browser;
using Ordering.BrowserTests.Host;
using static Microsoft.Playwright.Assertions;

namespace Ordering.BrowserTests;

public sealed class OrderJourneyTests(BrowserFixture browser, HostFixture host) : BrowserTest(browser, host)
{
    [Fact]
    public async Task A_member_orders_from_the_catalogue_and_follows_the_order_until_it_is_cancelled()
    {
        var visitor = await OpenBrowserAsync();
        var ordering = await visitor.SignInAsync(Members.First);
        await ordering.Page.EvaluateAsync("window.neverReloaded = true");

        var name = await ordering.Product(0).OrderAsync(quantity: 3);

        var order = ordering.NewestOrder;
        await Expect(order.Row).ToContainTextAsync(name);
        await Expect(order.Status).ToHaveTextAsync("created");
        await Expect(order.Total).ToContainTextAsync("£");
        await Expect(ordering.Orders).ToHaveCountAsync(1);

        await order.Summary.ClickAsync();
        await order.ShouldShowJourneyAsync("Created");

        await order.Cancel.ClickAsync();
        await ordering.CancelDialog.Reason.FillAsync("Ordered by mistake");
        await ordering.CancelDialog.Confirm.ClickAsync();

        await Expect(order.Status).ToHaveTextAsync("cancelled");
        await Expect(order.Cancel).ToBeHiddenAsync();
        await order.ShouldShowJourneyAsync("Cancelled");
        await Expect(ordering.Orders).ToHaveCountAsync(1);
        (await ordering.Page.EvaluateAsync<bool>("window.neverReloaded")).ShouldBeTrue();
    }

    [Fact]
    public async Task An_order_is_kept_when_the_question_is_answered_with_no()
    {
        var visitor = await OpenBrowserAsync();
        var ordering = await visitor.SignInAsync(Members.Second);
        await ordering.Product(1).OrderAsync(quantity: 1);
        var order = ordering.NewestOrder;
        await Expect(order.Status).ToHaveTextAsync("created");

        await order.Cancel.ClickAsync();
        await ordering.CancelDialog.Keep.ClickAsync();

        await Expect(ordering.CancelDialog.Dialog).ToBeHiddenAsync();
        await Expect(order.Cancel).ToBeFocusedAsync();
        await Expect(order.Status).ToHaveTextAsync("created");
    }

    [Fact]
    public async Task My_orders_can_be_narrowed_to_those_in_one_state()
    {
        var visitor = await OpenBrowserAsync();
        var ordering = await visitor.SignInAsync(Members.Third);
        await ordering.Product(0).OrderAsync(quantity: 1);
        var cancelled = ordering.NewestOrder;
        await Expect(cancelled.Status).ToHaveTextAsync("created");
        await cancelled.Cancel.ClickAsync();
        await ordering.CancelDialog.Confirm.ClickAsync();
        await Expect(cancelled.Status).ToHaveTextAsync("cancelled");
        await ordering.Product(1).OrderAsync(quantity: 1);
        await Expect(ordering.Orders).ToHaveCountAsync(2);

        await ordering.Filter.SelectOptionAsync("cancelled");
        await Expect(ordering.Orders).ToHaveCountAsync(1);
        await Expect(ordering.NewestOrder.Status).ToHaveTextAsync("cancelled");

        await ordering.Filter.SelectOptionAsync("created");
        await Expect(ordering.Orders).ToHaveCountAsync(1);
        await Expect(ordering.NewestOrder.Status).ToHaveTextAsync("created");
    }
}
