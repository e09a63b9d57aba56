using Microsoft.Playwright;

namespace Ordering.BrowserTests.Pages;

/// <summary>The pictures of the documentation: the tests take them where <c>CLEANCQRS_PICTURES</c> names a folder.</summary>
internal static class Pictures
{
    private static readonly string? _folder = Environment.GetEnvironmentVariable("CLEANCQRS_PICTURES");

    public static async Task TakePictureAsync(this IPage page, string name)
    {
        if (!string.IsNullOrEmpty(_folder))
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(_folder, $"{name}.png"), FullPage = true });
        }
    }
}
