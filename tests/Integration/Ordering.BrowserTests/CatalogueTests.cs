using System.Text.Json;
using Ordering.BrowserTests.Browser;
using Ordering.BrowserTests.Host;
using static Microsoft.Playwright.Assertions;

namespace Ordering.BrowserTests;

public sealed class CatalogueTests(BrowserFixture browser, HostFixture host) : BrowserTest(browser, host)
{
    [Fact]
    public async Task A_product_is_found_by_a_part_of_its_name()
    {
        var visitor = await OpenBrowserAsync();
        var ordering = await visitor.SignInAsync(Members.First);
        var name = await ordering.Product(2).Name.InnerTextAsync();

        await ordering.Search.FillAsync(name.ToUpperInvariant());

        await Expect(ordering.Products.First).ToContainTextAsync(name);
        await ordering.Search.FillAsync("a name that no product has");
        await Expect(ordering.Products).ToHaveCountAsync(0);
        await Expect(ordering.Page.GetByText("No product has that name.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_name_is_shown_as_text_whatever_it_contains()
    {
        const string name = "<img src=x onerror=\"document.title='run'\">&amp;";
        var visitor = await OpenBrowserAsync();
        var ordering = await visitor.SignInAsync(Members.Second);
        await ordering.Page.RouteAsync(
            address => address.Contains("/api/products", StringComparison.Ordinal),
            route => route.FulfillAsync(new()
            {
                ContentType = "application/json",
                Body = JsonSerializer.Serialize(
                    new[] { new { productId = "85123A", name, thumbnailUrl = (string?)null, unitPrice = 2.55 } }),
            }));

        await ordering.Page.ReloadAsync();

        await Expect(ordering.Product(0).Name).ToHaveTextAsync(name);
        await Expect(ordering.Page).Not.ToHaveTitleAsync("run");
    }
}
