using Microsoft.Playwright;

namespace Ordering.BrowserTests.Pages;

internal sealed class CancelDialog(IPage page)
{
    public ILocator Dialog => page.GetByRole(AriaRole.Dialog, new() { Name = "Cancel this order?" });

    public ILocator Reason => Dialog.GetByLabel("Reason");

    public ILocator Confirm => Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel the order" });

    public ILocator Keep => Dialog.GetByRole(AriaRole.Button, new() { Name = "Keep it" });
}
