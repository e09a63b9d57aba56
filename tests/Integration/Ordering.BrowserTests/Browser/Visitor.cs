using Microsoft.Playwright;
using Ordering.BrowserTests.Pages;

namespace Ordering.BrowserTests.Browser;

/// <summary>Somebody in front of a browser of their own, with one or more tabs.</summary>
internal sealed class Visitor(IBrowserContext context, Uri address) : IAsyncDisposable
{
    public Troubles Troubles { get; } = new(context, address);

    public async Task<IPage> OpenAsync(string path)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    public async Task<SignInPage> OpenSignInAsync()
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        return new SignInPage(page);
    }

    public async Task<OrderingPage> OpenOrderingAsync()
    {
        var page = await context.NewPageAsync();
        var answer = await page.GotoAsync("/");
        answer!.Headers.ShouldContainKey("content-security-policy");
        answer.Headers["content-security-policy"].ShouldNotContain("unsafe");
        return new OrderingPage(page);
    }

    public async Task<OrderingPage> SignInAsync(string memberId)
    {
        var signIn = await OpenSignInAsync();
        await signIn.Member(memberId).ClickAsync();
        return await signIn.SignedInAsync();
    }

    /// <summary>Signs the operator in, and opens the dashboard.</summary>
    public async Task<DashboardPage> OpenDashboardAsync()
    {
        var signIn = await OpenSignInAsync();
        await signIn.Page.GetByRole(AriaRole.Button, new() { Name = "Operator" }).ClickAsync();
        await signIn.Page.WaitForURLAsync("**/");
        var dashboard = new DashboardPage(signIn.Page);
        await dashboard.GoAsync("");
        return dashboard;
    }

    /// <summary>Saves what every tab shows.</summary>
    public async Task SaveScreenshotsAsync(string path)
    {
        for (var tab = 0; tab < context.Pages.Count; tab++)
        {
            await context.Pages[tab].ScreenshotAsync(new() { Path = $"{path}-{tab}.png", FullPage = true });
        }
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
