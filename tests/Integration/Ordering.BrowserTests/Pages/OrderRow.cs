using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ordering.BrowserTests.Pages;

internal sealed partial class OrderRow(ILocator row)
{
    private static readonly string[] _steps = ["committed", "published", "projected"];

    public ILocator Row => row;

    public ILocator Status => row.Locator("[data-part=status]");

    public ILocator Total => row.Locator("[data-part=total]");

    public ILocator Summary => row.Locator("summary");

    public ILocator Cancel => row.GetByRole(AriaRole.Button, new() { Name = "Cancel" });

    /// <summary>The open journey shows the three steps of an event, each with its time, and how long each took.</summary>
    public async Task ShouldShowJourneyAsync(string eventName)
    {
        var steps = row.Locator(".event").Filter(new() { Has = row.Page.GetByRole(AriaRole.Heading, new() { Name = eventName }) })
            .GetByRole(AriaRole.Listitem);
        await Assertions.Expect(steps).ToHaveCountAsync(_steps.Length);
        for (var index = 0; index < _steps.Length; index++)
        {
            var step = steps.Nth(index);
            await Assertions.Expect(step).ToContainTextAsync(_steps[index]);
            await Assertions.Expect(step.Locator("time")).ToHaveTextAsync(ClockWithMilliseconds());
            await Assertions.Expect(step.Locator(".gap")).ToHaveTextAsync(index == 0 ? NoGap() : Gap());
        }
    }

    [GeneratedRegex(@"^\d\d:\d\d:\d\d\.\d{3}$")]
    private static partial Regex ClockWithMilliseconds();

    [GeneratedRegex(@"^(under 1 ms|[+−][\d.,]+ m?s)$")]
    private static partial Regex Gap();

    [GeneratedRegex("^$")]
    private static partial Regex NoGap();
}
