namespace Ordering.IntegrationTests.Products;

public sealed class SenselessAnswersTests : ProductServiceTestBase
{
    [Theory]
    [InlineData("<!doctype html><title>Sign in</title>")]
    [InlineData("""[{"productId":"85123A","name":"Candle",""")]
    [InlineData("""{"productId":"85123A","name":"Candle","unitPrice":2.55}""")]
    [InlineData("""[{"productId":"OTHER","name":"Candle","unitPrice":2.55}]""")]
    [InlineData("""[{"productId":"85123A","name":"Candle","unitPrice":"cheap"}]""")]
    [InlineData("""[{"name":"Candle","unitPrice":2.55}]""")]
    [InlineData("[null]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_service_that_talks_nonsense_counts_as_away_and_that_is_logged(string answer)
    {
        Service.Answer = StubProductService.Says(answer);
        var shop = OpenShop(("RetryCount", "2"));

        var lookup = await shop.FindAsync("85123A");

        lookup.Found.ShouldBeEmpty();
        lookup.Unavailable.ShouldBe(["85123A"]);
        shop.Warnings.ShouldHaveSingleItem().ShouldContain("counts as away: The answer does not keep the contract");
        Service.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(""" "name":"Candle","unitPrice":-2.55 """)]
    [InlineData(""" "name":"Candle","unitPrice":79228162514264337593543950335 """)]
    [InlineData(""" "name":"Candle" """)]
    [InlineData(""" "name":" ","unitPrice":2.55 """)]
    [InlineData(""" "unitPrice":2.55 """)]
    public async Task A_product_that_makes_no_sense_does_not_take_the_others_with_it(string details)
    {
        Service.Answer = StubProductService.Says(
            $$"""[{"productId":"71053","name":"Lantern","unitPrice":3.39},{"productId":"85123A",{{details}}}]""");
        var shop = OpenShop();

        var lookup = await shop.FindAsync("85123A", "71053");

        lookup.Found.Keys.ShouldBe(["71053"]);
        lookup.Unavailable.ShouldBe(["85123A"]);
        shop.Warnings.ShouldHaveSingleItem().ShouldContain("nonsense about 85123A");
    }

    [Fact]
    public async Task One_answer_that_makes_no_sense_does_not_stop_the_others()
    {
        Service.Answer = http => http.Request.Query["ids"] == "ODD"
            ? StubProductService.Says("<!doctype html><title>Sign in</title>")(http)
            : StubProductService.KnowsAsync(http);
        var shop = OpenShop(("RetryCount", "2"));

        (await shop.FindAsync("ODD")).Unavailable.ShouldBe(["ODD"]);

        (await shop.FindAsync("85123A")).Found.Keys.ShouldBe(["85123A"]);
        (await shop.FindAsync("71053")).Found.Keys.ShouldBe(["71053"]);
    }

    [Fact]
    public async Task A_product_that_never_makes_sense_does_not_stop_the_others()
    {
        Service.Answer = http => http.Request.Query["ids"] == "ODD"
            ? StubProductService.Says("""[{"productId":"ODD","name":" ","unitPrice":2.55}]""")(http)
            : StubProductService.KnowsAsync(http);
        var shop = OpenShop(("RetryCount", "2"));
        for (var order = 0; order < 5; order++)
        {
            (await shop.FindAsync("ODD")).Unavailable.ShouldBe(["ODD"]);
        }

        (await shop.FindAsync("85123A")).Found.Keys.ShouldBe(["85123A"]);
        Service.Calls.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_product_that_is_told_with_two_prices_has_none()
    {
        Service.Answer = StubProductService.Says(
            """[{"productId":"71053","name":"Lantern","unitPrice":3.39},{"productId":"71053","name":"Lantern","unitPrice":4.39}]""");

        (await OpenShop().FindAsync("71053")).Unavailable.ShouldBe(["71053"]);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        Service.Answer = StubProductService.Says($"[{new string(' ', 2 * 1024 * 1024)}]");
        var shop = OpenShop(("RetryCount", "2"));

        (await shop.FindAsync("85123A")).Unavailable.ShouldBe(["85123A"]);

        shop.Warnings.ShouldHaveSingleItem().ShouldContain("longer than 1048576 bytes");
        Service.Calls.Count.ShouldBe(1);
    }
}
