using Microsoft.Playwright;

namespace Ordering.BrowserTests.Pages;

internal sealed class SignInPage(IPage page)
{
    public IPage Page => page;

    public ILocator Member(string memberId) => page.GetByRole(AriaRole.Button, new() { Name = $"Member {memberId}" });

    public async Task<OrderingPage> SignedInAsync()
    {
        await Assertions.Expect(page).ToHaveURLAsync("/");
        return new OrderingPage(page);
    }
}
