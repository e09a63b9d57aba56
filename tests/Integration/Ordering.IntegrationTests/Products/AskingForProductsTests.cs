using Ordering.Application.Products;

namespace Ordering.IntegrationTests.Products;

public sealed class AskingForProductsTests : ProductServiceTestBase
{
    [Fact]
    public async Task Name_picture_and_price_of_a_product_come_from_the_product_service()
    {
        var lookup = await OpenShop().FindAsync("85123A");

        lookup.Found.Single().Value.ShouldBe(new Product("85123A", "Product 85123A", "https://pictures.example/85123A.svg", 2.55m));
        lookup.Unavailable.ShouldBeEmpty();
    }

    [Fact]
    public async Task All_products_of_a_batch_are_asked_for_in_one_call()
    {
        var lookup = await OpenShop().FindAsync("85123A", "71053", "85123A", "22086");

        lookup.Found.Keys.ShouldBe(["85123A", "71053", "22086"], ignoreOrder: true);
        Service.Calls.ShouldHaveSingleItem().ShouldBe(["85123A", "71053", "22086"]);
    }

    [Fact]
    public async Task More_products_than_a_request_may_hold_are_asked_for_in_several()
    {
        string[] ids = [.. Enumerable.Range(0, 250).Select(number => $"P{number}")];

        var lookup = await OpenShop().FindAsync(ids);

        lookup.Found.Count.ShouldBe(250);
        Service.Calls.ShouldBe([ids[..100], ids[100..200], ids[200..]]);
    }

    [Fact]
    public async Task Long_ids_do_not_make_a_request_that_servers_refuse()
    {
        string[] ids = [.. Enumerable.Range(10, 90).Select(number => new string('é', 62) + number)];

        var lookup = await OpenShop().FindAsync(ids);

        lookup.Found.Count.ShouldBe(90);
        Service.Calls.SelectMany(call => call).ShouldBe(ids);
    }

    [Theory]
    [InlineData("A&limit=1")]
    [InlineData("A#1")]
    [InlineData("A+B C%20/..?")]
    [InlineData("Größe 7")]
    public async Task An_id_arrives_as_it_is(string productId)
    {
        var lookup = await OpenShop().FindAsync(productId);

        lookup.Found.Keys.ShouldContain(productId);
        Service.Calls.ShouldHaveSingleItem().ShouldBe([productId]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A,B")]
    [InlineData(" A")]
    [InlineData("A\n")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task An_id_that_no_product_can_have_is_unknown_without_a_call(string productId)
    {
        var lookup = await OpenShop().FindAsync(productId);

        lookup.Found.ShouldBeEmpty();
        lookup.Unavailable.ShouldBeEmpty();
        Service.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_product_that_the_service_leaves_out_is_unknown()
    {
        Service.Answer = StubProductService.Says("""[{"productId":"71053","name":"Lantern","unitPrice":3.39}]""");

        var lookup = await OpenShop().FindAsync("71053", "NONE");

        lookup.Found.Keys.ShouldBe(["71053"]);
        lookup.Unavailable.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_id_in_another_spelling_is_another_product()
    {
        Service.Answer = StubProductService.Says("""[{"productId":"85123A","name":"Candle","unitPrice":2.55}]""");

        var lookup = await OpenShop().FindAsync("85123a");

        lookup.Found.ShouldBeEmpty();
        lookup.Unavailable.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://pictures.example/1.svg", "https://pictures.example/1.svg")]
    [InlineData("/pictures/1.svg", "{service}pictures/1.svg")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("data:image/svg+xml,x", null)]
    [InlineData("", null)]
    public async Task A_thumbnail_is_an_address_that_a_page_can_show_or_none(string told, string? shown)
    {
        Service.Answer = StubProductService.Says(
            $$"""[{"productId":"71053","name":"Lantern","thumbnailUrl":"{{told}}","unitPrice":3.39}]""");

        var lookup = await OpenShop().FindAsync("71053");

        lookup.Found["71053"].ThumbnailUrl.ShouldBe(shown?.Replace("{service}", Service.Address.AbsoluteUri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Look_ups_at_the_same_time_share_one_call()
    {
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Service.Answer = async http =>
        {
            await mayAnswer.Task;
            await StubProductService.KnowsAsync(http);
        };
        var shop = OpenShop();

        var lookups = Enumerable.Range(0, 20).Select(_ => shop.FindAsync("A", "B")).ToList();
        lookups.Add(shop.FindAsync("B", "C"));
        mayAnswer.SetResult();

        (await Task.WhenAll(lookups)).ShouldAllBe(lookup => lookup.Found.Count == 2);
        Service.Calls.Select(call => string.Concat(call)).ShouldBe(["AB", "C"], ignoreOrder: true);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_takes_the_answer_from_nobody_else()
    {
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Service.Answer = async http =>
        {
            await mayAnswer.Task;
            await StubProductService.KnowsAsync(http);
        };
        var shop = OpenShop();
        using var impatience = new CancellationTokenSource();
        var impatient = shop.FindOrGiveUpAsync(["A"], impatience.Token);
        var patient = shop.FindAsync("A");

        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => impatient);
        mayAnswer.SetResult();

        (await patient).Found.Keys.ShouldContain("A");
        Service.Calls.Count.ShouldBe(1);
    }
}
