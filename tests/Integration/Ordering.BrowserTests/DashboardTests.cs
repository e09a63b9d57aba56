using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Ordering.BrowserTests.Browser;
using Ordering.BrowserTests.Host;
using Ordering.BrowserTests.Pages;
using Ordering.HostProcess;
using static Microsoft.Playwright.Assertions;

namespace Ordering.BrowserTests;

public sealed class DashboardTests(BrowserFixture browser, HostFixture host) : BrowserTest(browser, host)
{
    private const string Projection = "projection:order-projection-group";
    private const string Spoil =
        "CREATE TRIGGER spoilt BEFORE INSERT ON order_summaries WHEN NEW.quantity = 7 BEGIN SELECT RAISE(ABORT, 'No sevens.'); END";

    [Fact]
    public async Task A_stage_that_is_stuck_is_red_says_why_and_is_helped_by_its_button()
    {
        var spoilt = await StartHostAsync("--Projections:MaxAttempts=1");
        await ExecuteAsync(spoilt, Spoil);
        var operators = await OpenBrowserAsync(new() { ViewportSize = new() { Width = 1600, Height = 900 } }, spoilt);
        var dashboard = await operators.OpenDashboardAsync();
        await Expect(dashboard.Summary).ToHaveTextAsync("Every stage works.");
        await dashboard.Page.EvaluateAsync("window.neverReloaded = true");
        var member = await OpenBrowserAsync(on: spoilt);
        ExpectUnknownOrders(member);
        var ordering = await member.SignInAsync(Members.First);

        await ordering.Product(0).OrderAsync(quantity: 7);

        var stage = dashboard.Stage(Projection);
        await Expect(dashboard.Summary).ToHaveTextAsync("1 stage is stuck: order-projection-group.");
        await Expect(stage.Locator("[data-part=state]")).ToHaveTextAsync("Stuck");
        await Expect(stage).ToContainTextAsync("It could not apply 1 event");
        await Expect(stage).ToContainTextAsync("Since ");
        await Expect(stage.Locator(".reason")).ToHaveCSSAsync("color", "rgb(168, 35, 28)");
        (await dashboard.Page.EvaluateAsync<bool>("window.neverReloaded")).ShouldBeTrue("the script has brought it");
        await dashboard.Page.TakePictureAsync("pipeline-stuck");
        await dashboard.Link("See 1 dead letter").ClickAsync();
        await Expect(dashboard.Page.GetByText("No sevens.").First).ToBeVisibleAsync();
        await dashboard.Page.TakePictureAsync("dead-letters");

        await ExecuteAsync(spoilt, "DROP TRIGGER spoilt");
        await dashboard.Page.GetByRole(AriaRole.Region, new() { Name = "One by one" }).Last
            .GetByRole(AriaRole.Button, new() { Name = "Redrive" }).ClickAsync();

        await Expect(dashboard.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("It is tried again");
        await Expect(ordering.NewestOrder.Status).ToHaveTextAsync("created");
        await dashboard.Section("Pipeline").ClickAsync();
        await Expect(dashboard.Summary).ToHaveTextAsync("Every stage works.");
        await dashboard.Section("Actions").ClickAsync();
        await Expect(dashboard.Page.GetByRole(AriaRole.Row).Last).ToContainTextAsync("redriven");
    }

    [Fact]
    public async Task All_of_it_is_done_with_the_keyboard_and_without_a_script()
    {
        var spoilt = await StartHostAsync("--Projections:MaxAttempts=1");
        await ExecuteAsync(spoilt, Spoil);
        var member = await OpenBrowserAsync(on: spoilt);
        ExpectUnknownOrders(member);
        await (await member.SignInAsync(Members.First)).Product(0).OrderAsync(quantity: 7);
        var dashboard = await (await OpenBrowserAsync(on: spoilt)).OpenDashboardAsync();
        await Expect(dashboard.Summary).ToContainTextAsync("stuck");
        var keyboard = dashboard.Page.Keyboard;

        await keyboard.PressAsync("Tab");
        await Expect(dashboard.Link("Skip to the content")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await dashboard.Page.TabToAsync(dashboard.Link("See 1 dead letter"));
        await keyboard.PressAsync("Enter");
        await Expect(dashboard.Heading).ToHaveTextAsync("Dead letters");
        await dashboard.Page.TabToAsync(dashboard.Link("Discard…"));
        await keyboard.PressAsync("Enter");
        await Expect(dashboard.Heading).ToHaveTextAsync("Discard this dead letter?");
        await dashboard.Page.TabToAsync(dashboard.Button("Discard it"));
        await keyboard.PressAsync("Enter");
        await Expect(dashboard.Page.GetByRole(AriaRole.Textbox)).ToBeFocusedAsync();
        await keyboard.TypeAsync("A test.");
        await dashboard.Page.TabToAsync(dashboard.Button("Discard it"));
        await keyboard.PressAsync("Enter");

        await Expect(dashboard.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("It is discarded, and on record.");
        await Expect(dashboard.Page.GetByText("There are none.")).ToBeVisibleAsync();
        await ExecuteAsync(spoilt, "DROP TRIGGER spoilt");
        var plain = await OpenBrowserAsync(new() { JavaScriptEnabled = false }, spoilt);
        var withoutScript = await plain.OpenDashboardAsync();
        await Expect(withoutScript.Page.Locator("meta[http-equiv=refresh]")).ToHaveCountAsync(1);
        await Expect(withoutScript.Stage(Projection)).ToContainTextAsync("Rate");
        await withoutScript.Section("Projections").ClickAsync();
        await withoutScript.Link("order-projection-group").ClickAsync();
        await withoutScript.Link("Rebuild…").ClickAsync();
        await withoutScript.Page.GetByLabel("Make it the current one").CheckAsync();
        await withoutScript.Button("Rebuild").ClickAsync();
        await Expect(withoutScript.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("is being built");
    }

    [Theory]
    [InlineData(380, ColorScheme.Light)]
    [InlineData(380, ColorScheme.Dark)]
    [InlineData(1600, ColorScheme.Light)]
    [InlineData(1600, ColorScheme.Dark)]
    [Trait("Length", "Long")]
    public async Task Every_page_fits_the_screen_and_can_be_read(int width, ColorScheme scheme)
    {
        var visitor = await OpenBrowserAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });
        var ordering = await visitor.SignInAsync(Members.Third);
        await ordering.Product(0).OrderAsync(quantity: 1);
        await Expect(ordering.NewestOrder.Status).ToHaveTextAsync("created");
        var dashboard = await visitor.OpenDashboardAsync();
        foreach (var path in DashboardPage.Paths)
        {
            await dashboard.GoAsync(path);
            await dashboard.ShouldFitTheScreenAsync($"{path} at {width}");
            await dashboard.ShouldHaveContrastAsync($"{path} in {scheme}");
            var name = path.Split('?')[0].Trim('/').Replace('/', '-');
            await dashboard.Page.TakePictureAsync($"{(name.Length == 0 ? "pipeline" : name)}-{width}-{scheme}");
        }
    }

    /// <summary>The page of the member asks for an order that the read model does not have.</summary>
    private static void ExpectUnknownOrders(Visitor member)
    {
        member.Troubles.Expect("status of 404");
        member.Troubles.Expect("status of 503");
    }

    private static async Task ExecuteAsync(OrderingHost host, string statement)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(host.Data.FullName, "ordering-read.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements stand in this file.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
