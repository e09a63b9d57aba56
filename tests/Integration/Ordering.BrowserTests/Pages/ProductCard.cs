using System.Globalization;
using Microsoft.Playwright;

namespace Ordering.BrowserTests.Pages;

internal sealed class ProductCard(ILocator card)
{
    public ILocator Name => card.GetByRole(AriaRole.Heading);

    public ILocator Quantity => card.GetByRole(AriaRole.Spinbutton);

    public ILocator Order => card.Locator("button[type=submit]");

    public ILocator Outcome => card.GetByRole(AriaRole.Status);

    public ILocator Problem => card.GetByRole(AriaRole.Alert);

    public ILocator TryAgain => Problem.GetByRole(AriaRole.Button, new() { Name = "Try again" });

    public async Task<string> OrderAsync(long quantity)
    {
        await Quantity.FillAsync(quantity.ToString(CultureInfo.InvariantCulture));
        await Order.ClickAsync();
        return await Name.InnerTextAsync();
    }
}
