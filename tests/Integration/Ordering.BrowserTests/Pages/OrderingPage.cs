using Microsoft.Playwright;

namespace Ordering.BrowserTests.Pages;

internal sealed class OrderingPage(IPage page)
{
    public IPage Page => page;

    public ILocator Search => page.GetByLabel("Search by name");

    public ILocator Connection => page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Status);

    public ILocator Orders => MyOrders.GetByRole(AriaRole.Article);

    public ILocator MyOrders => page.GetByRole(AriaRole.Region, new() { Name = "My orders" });

    public ILocator Filter => MyOrders.GetByLabel("Show");

    public OrderRow NewestOrder => new(Orders.First);

    public CancelDialog CancelDialog => new(page);

    public ILocator Products => page.GetByRole(AriaRole.Region, new() { Name = "Catalogue" }).GetByRole(AriaRole.Listitem);

    public ProductCard Product(int index) => new(Products.Nth(index));

    public async Task ShouldFitTheScreenAsync() => (await page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll('body *')]
          .filter(element => !element.closest('.skip') && element.getClientRects().length > 0)
          .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map(element => element.outerHTML.slice(0, 120))
          .concat(document.documentElement.scrollWidth > window.innerWidth ? ['the page scrolls sideways'] : [])
        """)).ShouldBeEmpty();
}
