namespace Ordering.IntegrationTests.Products;

public sealed class RememberedProductsTests : ProductServiceTestBase
{
    [Fact]
    public async Task A_product_is_not_asked_for_again_within_five_minutes()
    {
        var shop = OpenShop();
        await shop.FindAsync("85123A");

        shop.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        (await shop.FindAsync("85123A")).Found.Keys.ShouldContain("85123A");
        Service.Calls.Count.ShouldBe(1);

        shop.Time.Advance(TimeSpan.FromSeconds(1));
        await shop.FindAsync("85123A");
        Service.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Only_what_is_not_remembered_is_asked_for()
    {
        var shop = OpenShop();
        await shop.FindAsync("85123A");

        (await shop.FindAsync("85123A", "71053")).Found.Count.ShouldBe(2);

        Service.Calls[1].ShouldBe(["71053"]);
    }

    [Fact]
    public async Task A_new_price_is_heard_of_when_the_old_one_is_five_minutes_old()
    {
        var shop = OpenShop();
        await shop.FindAsync("85123A");
        Service.Answer = StubProductService.Says("""[{"productId":"85123A","name":"Candle","unitPrice":2.95}]""");

        shop.Time.Advance(TimeSpan.FromMinutes(5));

        (await shop.FindAsync("85123A")).Found["85123A"].UnitPrice.ShouldBe(2.95m);
    }

    [Fact]
    public async Task A_product_that_was_withdrawn_is_unknown_from_then_on_also_when_the_service_goes_away()
    {
        var shop = OpenShop();
        await shop.FindAsync("85123A");
        Service.Answer = StubProductService.Says("[]");
        shop.Time.Advance(TimeSpan.FromMinutes(5));
        (await shop.FindAsync("85123A")).Found.ShouldBeEmpty();

        await Service.GoAwayAsync();
        shop.Time.Advance(TimeSpan.FromMinutes(1));

        (await shop.FindAsync("85123A")).Unavailable.ShouldBe(["85123A"]);
    }

    [Fact]
    public async Task A_product_that_does_not_exist_is_asked_for_once_in_ten_seconds()
    {
        Service.Answer = StubProductService.Says("[]");
        var shop = OpenShop();
        await shop.FindAsync("NONE");
        shop.Time.Advance(TimeSpan.FromSeconds(9));
        await shop.FindAsync("NONE");
        Service.Calls.Count.ShouldBe(1);

        Service.Answer = StubProductService.KnowsAsync;
        shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await shop.FindAsync("NONE")).Found.Keys.ShouldContain("NONE");
    }

    [Fact]
    public async Task While_the_service_is_away_its_last_word_counts_for_a_day()
    {
        var shop = OpenShop();
        await shop.FindAsync("85123A");
        await Service.GoAwayAsync();

        shop.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        (await shop.FindAsync("85123A")).Found["85123A"].UnitPrice.ShouldBe(2.55m);

        shop.Time.Advance(TimeSpan.FromSeconds(1));
        var lookup = await shop.FindAsync("85123A");
        lookup.Found.ShouldBeEmpty();
        lookup.Unavailable.ShouldBe(["85123A"]);
    }

    [Fact]
    public async Task No_more_products_are_remembered_than_there_is_room_for()
    {
        var shop = OpenShop();
        string[] ids = [.. Enumerable.Range(0, 10_050).Select(number => $"P{number}")];

        (await shop.FindAsync(ids)).Found.Count.ShouldBe(10_050);
        var calls = Service.Calls.Count;
        (await shop.FindAsync(ids)).Found.Count.ShouldBe(10_050);

        Service.Calls.Skip(calls).Sum(call => call.Length).ShouldBeGreaterThanOrEqualTo(50);
    }
}
