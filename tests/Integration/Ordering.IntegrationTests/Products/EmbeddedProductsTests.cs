using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ordering.Application.Products;
using Ordering.Infrastructure.Products;
using Ordering.WebUi.Products;

namespace Ordering.IntegrationTests.Products;

public sealed class EmbeddedProductsTests : IAsyncLifetime
{
    private readonly WebApplication _host = BuildHost();
    private readonly HttpClient _http = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_host_asks_itself_over_HTTP()
    {
        await StartAsync();

        var lookup = await FindAsync("85123A", "NONE");

        lookup.Found.Single().Value.ShouldBe(
            new Product("85123A", "Heart-shaped tea-light holder, white", "/product-images/85123A.svg", 2.55m));
        lookup.Unavailable.ShouldBeEmpty();
    }

    [Fact]
    public async Task Before_the_host_listens_its_products_are_away()
    {
        (await FindAsync("85123A")).Unavailable.ShouldBe(["85123A"]);

        await StartAsync();

        (await FindAsync("85123A")).Found.Keys.ShouldContain("85123A");
    }

    [Fact]
    public async Task Products_are_told_as_the_contract_says()
    {
        await StartAsync();

        (await _http.GetStringAsync("/api/products?ids=71053,NONE,71053", TestContext.Current.CancellationToken)).ShouldBe(
            """[{"productId":"71053","name":"Metal lantern, white","thumbnailUrl":"/product-images/71053.svg","unitPrice":3.39}]""");
    }

    [Fact]
    public async Task Page_by_page_every_product_comes_once()
    {
        await StartAsync();
        var all = await ListAsync("/api/products?limit=100");
        var seen = new List<string>();

        List<string> page;
        do
        {
            page = await ListAsync($"/api/products?limit=7{(seen.Count > 0 ? $"&cursor={seen[^1]}" : "")}");
            seen.AddRange(page);
        }
        while (page.Count > 0);

        seen.Count.ShouldBe(24);
        seen.ShouldBe(all);
    }

    [Fact]
    public async Task A_page_names_the_next_one_and_the_last_page_none()
    {
        await StartAsync();

        (await GetAsync("/api/products?limit=23")).Headers.GetValues("Link").Single()
            .ShouldBe("</api/products?limit=23&cursor=85099B>; rel=\"next\"");
        (await GetAsync("/api/products?limit=23&cursor=85099B")).Headers.Contains("Link").ShouldBeFalse();
        (await GetAsync("/api/products?limit=24")).Headers.Contains("Link").ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_limit_a_page_has_twenty_products()
    {
        await StartAsync();

        (await ListAsync("/api/products")).Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_cursor_whose_product_was_withdrawn_still_shows_where_to_go_on()
    {
        await StartAsync();

        (await ListAsync("/api/products?cursor=85000")).ShouldBe(["85099B", "85123A"]);
    }

    [Theory]
    [InlineData("limit=0", "limit", "The limit must be a number between 1 and 100; it is '0'.")]
    [InlineData("limit=101", "limit", "The limit must be a number between 1 and 100; it is '101'.")]
    [InlineData("limit=many", "limit", "The limit must be a number between 1 and 100; it is 'many'.")]
    [InlineData("cursor=", "cursor", "The cursor must be the productId of the last product of the page before.")]
    [InlineData("ids=A&limit=5", "ids", "Ask either for ids, or for a page with limit and cursor.")]
    [InlineData("ids=A,,B", "ids", "Every product id must have 1 to 64 characters, none of them a control character.")]
    [InlineData("ids=A%00", "ids", "Every product id must have 1 to 64 characters, none of them a control character.")]
    public async Task A_question_that_makes_no_sense_is_answered_with_what_is_wrong(string query, string field, string sentence)
    {
        await StartAsync();

        var response = await GetAsync($"/api/products?{query}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        problem!["errors"]![field]![0]!.GetValue<string>().ShouldBe(sentence);
    }

    [Fact]
    public async Task One_question_is_for_at_most_a_hundred_products()
    {
        await StartAsync();

        var response = await GetAsync($"/api/products?ids={string.Join(',', Enumerable.Range(0, 101))}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldContain("One request may ask for at most 100 products; it asks for 101.");
    }

    [Fact]
    public async Task Every_product_has_a_picture_of_its_own_that_stays_the_same()
    {
        await StartAsync();
        var pictures = new List<string>();
        foreach (var productId in await ListAsync("/api/products?limit=100"))
        {
            var response = await GetAsync($"/product-images/{productId}.svg");
            response.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
            var picture = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            XDocument.Parse(picture).Root!.Name.LocalName.ShouldBe("svg");
            (await _http.GetStringAsync($"/product-images/{productId}.svg", TestContext.Current.CancellationToken)).ShouldBe(picture);
            pictures.Add(picture);
        }

        pictures.ShouldBeUnique();
        (await GetAsync("/product-images/NONE.svg")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_host_with_a_product_service_does_not_serve_products_itself()
    {
        await using var host = BuildHost("--Products:BaseAddress=http://127.0.0.1:9");
        await host.StartAsync(TestContext.Current.CancellationToken);

        var response = await _http.GetAsync(new Uri(new Uri(host.Urls.Single()), "/api/products"), TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static WebApplication BuildHost(params string[] arguments)
    {
        var builder = WebApplication.CreateSlimBuilder(arguments);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddProductCatalog(builder.Configuration).AddEmbeddedProducts();
        var host = builder.Build();
        host.MapProducts();
        return host;
    }

    private async Task StartAsync()
    {
        await _host.StartAsync(TestContext.Current.CancellationToken);
        _http.BaseAddress = new Uri(_host.Urls.Single());
    }

    private async Task<ProductLookup> FindAsync(params string[] productIds)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IProductCatalog>().FindAsync(
            productIds, TestContext.Current.CancellationToken);
    }

    private Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path, TestContext.Current.CancellationToken);

    private async Task<List<string>> ListAsync(string path) =>
    [
        .. (await _http.GetFromJsonAsync<JsonArray>(path, TestContext.Current.CancellationToken))!
            .Select(product => product!["productId"]!.GetValue<string>()),
    ];
}
