using Microsoft.Playwright;

namespace Ordering.BrowserTests.Pages;

internal sealed class DashboardPage(IPage page)
{
    public static IReadOnlyList<string> Paths { get; } =
    [
        "", "/dead-letters", "/projections", "/projections/one?name=order-projection-group",
        "/projections/act?what=rebuild&name=order-projection-group", "/instances", "/explain", "/actions",
    ];

    public IPage Page => page;

    public ILocator Summary => page.GetByRole(AriaRole.Status).First;

    public ILocator Heading => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Stage(string key) => page.Locator($"[data-stage='{key}']");

    public ILocator Link(string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Section(string name) => page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = name });

    public async Task GoAsync(string path)
    {
        var answer = await page.GotoAsync($"/operations{path}");
        answer!.Status.ShouldBe(200);
        answer.Headers["content-security-policy"].ShouldNotContain("unsafe");
    }

    /// <summary>Nothing is wider than the screen but what scrolls in a box of its own.</summary>
    public async Task ShouldFitTheScreenAsync(string what) => (await page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll('body *')]
          .filter(element => !element.closest('.skip') && !element.parentElement.closest('.scroll') && element.getClientRects().length > 0)
          .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map(element => element.outerHTML.slice(0, 120))
          .concat(document.documentElement.scrollWidth > window.innerWidth ? ['the page scrolls sideways'] : [])
        """)).ShouldBeEmpty(what);

    /// <summary>The texts whose contrast with what is behind them is less than 4.5 (WCAG 2.2, 1.4.3).</summary>
    public async Task ShouldHaveContrastAsync(string what) => (await page.EvaluateAsync<string[]>(
        """
        () => {
          const parse = color => color.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(value => value / 255)
            .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
            .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
          const ground = element => {
            for (let at = element; at; at = at.parentElement) {
              const color = parse(getComputedStyle(at).backgroundColor);
              if (color.length < 4 || color[3] > 0) return color;
            }
            return [255, 255, 255];
          };
          return [...document.querySelectorAll('body *')]
            .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
            .filter(element => element.getClientRects().length > 0 && !element.closest('.skip'))
            .filter(element => {
              const [text, behind] = [light(parse(getComputedStyle(element).color)), light(ground(element))];
              return (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05) < 4.5;
            })
            .map(element => element.outerHTML.slice(0, 120));
        }
        """)).ShouldBeEmpty(what);
}
