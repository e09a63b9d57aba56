using System.Net;
using System.Security.Claims;
using Billing.Customers;
using CleanCqrs.WebUi.Dashboard;
using CleanCqrs.WebUi.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Billing.IntegrationTests;

/// <summary>Any host has the dashboard with two lines, where it likes, and closed to all but operators until it says otherwise.</summary>
public sealed class DashboardTests : BillingTest
{
    [Fact]
    public async Task A_bare_host_shows_its_projections_under_a_path_of_its_own()
    {
        await using var system = await CreateAsync(new BillingShape(UsesPostgreSql: false, UsesKafka: false, Lanes: 1, Instances: 1));
        await using var app = await StartAsync(system, app =>
        {
            app.UsePathBase("/base");
            app.MapGroup("/inner").MapCleanCqrs("/pages", "/calls").AllowAnonymous();
        });
        using var client = ClientOf(app);

        foreach (var path in new[]
        {
            "", "/dead-letters", "/projections", "/projections/one?name=balances", "/instances", "/explain", "/actions",
        })
        {
            using var page = await client.GetAsync($"/base/inner/pages{path}", TestRun.Token);
            page.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            var text = await page.Content.ReadAsStringAsync(TestRun.Token);
            text.ShouldContain("href=\"/base/inner/pages/dead-letters\"");
            page.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("unsafe");
        }

        var pipeline = await client.GetStringAsync("/base/inner/pages", TestRun.Token);
        pipeline.ShouldContain("data-stage=\"projection:balances\"");
        pipeline.ShouldContain("data-stage=\"projection:invoices\"");
        var script = pipeline.Split("src=\"")[1].Split('"')[0];
        using var asset = await client.GetAsync(script, TestRun.Token);
        asset.StatusCode.ShouldBe(HttpStatusCode.OK);
        asset.Headers.CacheControl!.ToString().ShouldContain("immutable");
        using var api = await client.GetAsync("/base/inner/calls/status", TestRun.Token);
        api.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_picture_moves_with_what_is_committed()
    {
        await using var system = await CreateAsync(new BillingShape(UsesPostgreSql: false, UsesKafka: false, Lanes: 1, Instances: 1));
        await using var app = await StartAsync(system, app => app.MapCleanCqrs().AllowAnonymous());
        using var client = ClientOf(app);
        system.Connect();
        await system.SendAsync(new RegisterCustomerCommand("First", new Address("Street", "Town")));

        await Eventually.HoldsAsync(
            async () => (await client.GetStringAsync("/operations/pipeline", TestRun.Token))
                .Contains("{\"name\":\"Events so far, about\",\"value\":\"1\"}", StringComparison.Ordinal),
            "the write stage has seen one event");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("member", HttpStatusCode.Forbidden)]
    [InlineData("operator", HttpStatusCode.OK)]
    public async Task A_host_that_says_nothing_lets_operators_in_and_nobody_else(string? role, HttpStatusCode expected)
    {
        await using var system = await CreateAsync(new BillingShape(UsesPostgreSql: false, UsesKafka: false, Lanes: 1, Instances: 1));
        await using var app = await StartAsync(system, app =>
        {
            app.Use((call, next) =>
            {
                call.User = role is null ? call.User : new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "test"));
                return next(call);
            });
            app.MapCleanCqrs();
        });
        using var client = ClientOf(app);

        foreach (var path in new[] { "/operations", "/operations/pipeline", "/operations/dead-letters", "/api/operations/status" })
        {
            using var answer = await client.GetAsync(path, TestRun.Token);
            answer.StatusCode.ShouldBe(expected, path);
            if (expected == HttpStatusCode.Forbidden)
            {
                (await answer.Content.ReadAsStringAsync(TestRun.Token)).ShouldContain("app.MapCleanCqrs().RequireAuthorization(");
            }
        }
    }

    private static async Task<WebApplication> StartAsync(BillingSystem system, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddBilling(system.Options);
        builder.Services.AddCleanCqrsOperations();
        var app = builder.Build();
        map(app);
        await app.StartAsync(TestRun.Token);
        return app;
    }

    private static HttpClient ClientOf(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.Single()) };
}
