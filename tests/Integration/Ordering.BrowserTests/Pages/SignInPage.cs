using Microsoft.Playwright;

namespace Ordering.BrowserTests.Pages;

internal sealed class SignInPage(IPage page)
{
    public ILocator Member => page.GetByLabel("Member");

    public ILocator SignIn => page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true });

    public async Task SignInAsync(string memberId)
    {
        await Member.FillAsync(memberId);
        await SignIn.ClickAsync();
        await page.WaitForURLAsync(address => new Uri(address).AbsolutePath == "/");
    }

    public Task CloseAsync() => page.CloseAsync();
}
