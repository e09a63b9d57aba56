using Microsoft.Playwright;

namespace Ordering.BrowserTests.Pages;

/// <summary>Moves the focus as somebody without a mouse does.</summary>
internal static class TabKey
{
    private const int MostStops = 100;

    public static async Task TabToAsync(this IPage page, ILocator target)
    {
        for (var stop = 0; stop < MostStops; stop++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"The Tab key does not reach {target}.");
    }
}
