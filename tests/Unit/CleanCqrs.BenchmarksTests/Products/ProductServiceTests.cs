using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CleanCqrs.Benchmarks;
using CleanCqrs.Benchmarks.Replay.Products;

namespace CleanCqrs.BenchmarksTests.Products;

public sealed class ProductServiceTests : IAsyncLifetime
{
    private readonly Catalogue _catalogue = new();
    private readonly HttpClient _http = new();
    private ProductService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _catalogue.Add("71053", "WHITE METAL LANTERN", 3.39m);
        _catalogue.Add("85123A", "WHITE HANGING HEART T-LIGHT HOLDER", 2.55m);
        _service = await ProductService.StartAsync(new Uri("http://127.0.0.1:0"), _catalogue, TestContext.Current.CancellationToken);
        _http.BaseAddress = _catalogue.BaseAddress;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Products_are_found_by_their_ids_and_unknown_ones_are_left_out()
    {
        var products = await GetAsync("api/products?ids=85123A-2.55,unknown,71053-3.39,85123A-2.55");

        products.Select(product => (string)product!["productId"]!).ShouldBe(["85123A-2.55", "71053-3.39"]);
        var first = products[0]!;
        ((string)first["name"]!).ShouldBe("WHITE HANGING HEART T-LIGHT HOLDER");
        ((decimal)first["unitPrice"]!).ShouldBe(2.55m);
        (await _http.GetAsync((string)first["thumbnailUrl"]!, TestContext.Current.CancellationToken)).Content.Headers.ContentType!
            .MediaType.ShouldBe("image/svg+xml");
    }

    [Fact]
    public async Task Products_are_listed_in_pages()
    {
        (await GetAsync("api/products?limit=1")).Single()!["productId"]!.GetValue<string>().ShouldBe("71053-3.39");
        (await GetAsync("api/products?limit=1&cursor=71053-3.39")).Single()!["productId"]!.GetValue<string>().ShouldBe("85123A-2.55");
    }

    [Fact]
    public async Task A_whole_batch_of_products_can_be_asked_for_at_once()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => new string('X', 64)).Append("71053-3.39");

        (await GetAsync($"api/products?ids={string.Join(',', ids)}")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_question_is_counted()
    {
        _service.Requests.ShouldBe(0);
        await GetAsync("api/products?ids=71053-3.39");
        _service.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_refused_in_a_sentence()
    {
        var taken = _catalogue.BaseAddress;

        var refusal = await Should.ThrowAsync<UsageException>(
            ProductService.StartAsync(taken, new Catalogue(), TestContext.Current.CancellationToken));

        refusal.Message.ShouldBe($"The products cannot be served at {taken}: choose a free port with --products-url.");
    }

    private async Task<JsonArray> GetAsync(string path) =>
        (await _http.GetFromJsonAsync<JsonArray>(path, TestContext.Current.CancellationToken))!;
}
