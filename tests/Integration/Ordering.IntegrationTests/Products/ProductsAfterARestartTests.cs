using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ordering.Infrastructure.Persistence;
using Ordering.IntegrationTests.Persistence;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Products;

/// <summary>The host with a product service of its own.</summary>
[Trait("Length", "Long")]
public sealed class ProductsAfterARestartTests : ProductServiceTestBase
{
    [Theory(Timeout = TestRun.Deadline)]
    [MemberData(nameof(TestDatabases.Kinds), MemberType = typeof(TestDatabases))]
    public async Task Prices_that_were_known_before_a_restart_are_known_after_it_while_the_service_is_away(string kind)
    {
        await using var databases = new TestDatabases(kind);
        await using (var before = await StartAsync(databases))
        {
            (await OrderAsync(before, "85123A")).ShouldBe(HttpStatusCode.Created);
            (await OrderAsync(before, "85123A")).ShouldBe(HttpStatusCode.Created);
        }

        await Service.GoAwayAsync();
        await using var after = await StartAsync(databases);

        (await OrderAsync(after, "85123A")).ShouldBe(HttpStatusCode.Created);
        (await OrderAsync(after, "NEVER-HEARD-OF")).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task A_price_that_is_too_old_or_was_withdrawn_is_not_known_after_a_restart()
    {
        await using var databases = new TestDatabases(TestDatabases.Sqlite);
        await using (var before = await StartAsync(databases, "--Products:FreshFor=00:00:00"))
        {
            (await OrderAsync(before, "OLD")).ShouldBe(HttpStatusCode.Created);
            (await OrderAsync(before, "WITHDRAWN")).ShouldBe(HttpStatusCode.Created);
            Service.Answer = StubProductService.Says("[]");
            (await OrderAsync(before, "WITHDRAWN")).ShouldBe(HttpStatusCode.UnprocessableEntity);
            await using var scope = before.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<OrderingDbContext>().Database.ExecuteSqlRawAsync(
                "UPDATE remembered_products SET heard_at = heard_at - 30 * 24 * 3600 * 10000000",
                TestRun.Token);
        }

        await Service.GoAwayAsync();
        await using var after = await StartAsync(databases);

        (await OrderAsync(after, "OLD")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await OrderAsync(after, "WITHDRAWN")).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task The_page_gets_the_products_of_the_service_and_may_show_their_pictures()
    {
        Service.Answer = http => http.Request.Query["cursor"] == "P1"
            ? StubProductService.Says("""[{"productId":"P2","name":"Two","unitPrice":2}]""")(http)
            : StubProductService.Says(
                """[{"productId":"P1","name":"O\u0000ne","thumbnailUrl":"/p1.svg","unitPrice":1.5},{"name":"none"}]""")(http);
        await using var databases = new TestDatabases(TestDatabases.Sqlite);
        await using var host = await StartAsync(databases);

        using var answer = await host.Nobody.GetAsync("/api/products?limit=1", TestRun.Token);
        var first = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestRun.Token)).EnumerateArray().ShouldHaveSingleItem();
        var second = await host.Nobody.GetFromJsonAsync<JsonElement>("/api/products?limit=1&cursor=P1", TestRun.Token);

        first.GetProperty("name").GetString().ShouldBe("O ne");
        first.GetProperty("unitPrice").GetDecimal().ShouldBe(1.5m);
        first.GetProperty("thumbnailUrl").GetString().ShouldBe(new Uri(Service.Address, "/p1.svg").AbsoluteUri);
        answer.Headers.GetValues("Link").ShouldBe(["</api/products?limit=1&cursor=P1>; rel=\"next\""]);
        answer.Headers.GetValues("Content-Security-Policy").Single()
            .ShouldContain($"img-src 'self' {Service.Address.GetLeftPart(UriPartial.Authority)};");
        second.EnumerateArray().ShouldHaveSingleItem().GetProperty("productId").GetString().ShouldBe("P2");
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task Pages_of_products_are_kept_and_shown_while_the_service_is_away()
    {
        Service.Answer = StubProductService.Says("""[{"productId":"P1","name":"One","unitPrice":1.5}]""");
        await using var databases = new TestDatabases(TestDatabases.Sqlite);
        await using var host = await StartAsync(databases, "--Products:FreshFor=00:00:00");
        await host.Nobody.GetStringAsync("/api/products?limit=1", TestRun.Token);

        await Service.GoAwayAsync();
        using var kept = await host.Nobody.GetAsync("/api/products?limit=1", TestRun.Token);
        using var never = await host.Nobody.GetAsync("/api/products?limit=2", TestRun.Token);

        (await kept.Content.ReadAsStringAsync(TestRun.Token)).ShouldContain("One");
        await never.ShouldBeProblemAsync(
            503,
            "/problems/product-service-unavailable",
            "The product service does not answer",
            "The product service is not answering, so its products can't be shown now.");
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task A_fresh_page_of_products_is_not_asked_for_again()
    {
        await using var databases = new TestDatabases(TestDatabases.Sqlite);
        await using var host = await StartAsync(databases);
        Service.Answer = StubProductService.Says("""[{"productId":"P1","name":"One","unitPrice":1.5}]""");
        await host.Nobody.GetStringAsync("/api/products?limit=1", TestRun.Token);
        var calls = Service.Calls.Count;

        await host.Nobody.GetStringAsync("/api/products?limit=1", TestRun.Token);

        Service.Calls.Count.ShouldBe(calls);
    }

    private static async Task<HttpStatusCode> OrderAsync(OrderingHost host, string productId)
    {
        var member = await host.MemberAsync("17850");
        using var answer = await member.PostAsJsonAsync("/api/orders", new { productId, quantity = 1 }, TestRun.Token);
        return answer.StatusCode;
    }

    private async Task<OrderingHost> StartAsync(TestDatabases databases, params string[] settings) => await OrderingHost.StartWholeAsync(
        databases.Folder,
        [
            .. databases.Settings,
            "--Database:MigrateAtStart=true",
            $"--Products:BaseAddress={Service.Address}",
            "--Products:RetryCount=0",
            .. settings,
        ]);
}
