using Ordering.BrowserTests.Browser;
using Ordering.BrowserTests.Host;
using Ordering.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Ordering.BrowserTests;

public sealed class KeyboardTests(BrowserFixture browser, HostFixture host) : BrowserTest(browser, host)
{
    [Fact]
    public async Task Signing_in_ordering_following_and_cancelling_need_no_mouse()
    {
        var visitor = await OpenBrowserAsync();
        var signIn = await visitor.OpenSignInAsync();
        await signIn.Page.TabToAsync(signIn.Member(Members.First));
        await signIn.Page.Keyboard.PressAsync("Enter");
        var ordering = await signIn.SignedInAsync();
        var keyboard = ordering.Page.Keyboard;
        var name = await ordering.Product(2).Name.InnerTextAsync();
        var product = ordering.Product(0);

        await ordering.Page.TabToAsync(ordering.Search);
        await keyboard.TypeAsync(name);
        await Expect(product.Name).ToHaveTextAsync(name);
        await ordering.Page.TabToAsync(product.Quantity);
        await keyboard.PressAsync("Control+A");
        await keyboard.TypeAsync("2");
        await ordering.Page.TabToAsync(product.Order);
        await keyboard.PressAsync("Enter");

        var order = ordering.NewestOrder;
        await Expect(order.Status).ToHaveTextAsync("created");
        await Expect(product.Order).ToBeFocusedAsync();

        await ordering.Page.TabToAsync(order.Summary);
        await keyboard.PressAsync("Enter");
        await order.ShouldShowJourneyAsync("Created");

        await ordering.Page.TabToAsync(order.Cancel);
        await keyboard.PressAsync("Enter");
        await Expect(ordering.CancelDialog.Reason).ToBeFocusedAsync();
        await keyboard.TypeAsync("No longer needed");
        await ordering.Page.TabToAsync(ordering.CancelDialog.Confirm);
        await keyboard.PressAsync("Enter");

        await Expect(order.Status).ToHaveTextAsync("cancelled");
        await Expect(order.Summary).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Escape_closes_the_question_and_gives_the_focus_back()
    {
        var visitor = await OpenBrowserAsync();
        var ordering = await visitor.SignInAsync(Members.Second);
        await ordering.Product(0).OrderAsync(quantity: 1);
        var order = ordering.NewestOrder;
        await Expect(order.Status).ToHaveTextAsync("created");
        await order.Cancel.FocusAsync();

        await ordering.Page.Keyboard.PressAsync("Enter");
        await Expect(ordering.CancelDialog.Dialog).ToBeVisibleAsync();
        await ordering.Page.Keyboard.PressAsync("Escape");

        await Expect(ordering.CancelDialog.Dialog).ToBeHiddenAsync();
        await Expect(order.Cancel).ToBeFocusedAsync();
    }
}
