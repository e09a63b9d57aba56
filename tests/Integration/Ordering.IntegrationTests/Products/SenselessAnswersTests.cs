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
    public async Task Control_characters_of_the_service_come_no_further()
    {
        Service.Answer = StubProductService.Says(
            """[{"productId":"85123A","name":"\u0000White\u0000\u0007 Candle\n","thumbnailUrl":"/a\u0000.svg","unitPrice":2.55}]""");

        var product = (await OpenShop().FindAsync("85123A")).Found["85123A"];

        (product.Name, product.ThumbnailUrl).ShouldBe(("White   Candle", null));
    }

    [Fact]
    public async Task A_name_of_control_characters_is_none()
    {
        Service.Answer = StubProductService.Says("""[{"productId":"85123A","name":"\u0000\u0001","unitPrice":2.55}]""");

        (await OpenShop().FindAsync("85123A")).Unavailable.ShouldBe(["85123A"]);
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

    [Theory]
    [InlineData(500, "")]
    [InlineData(200, "<!doctype html><title>Sign in</title>")]
    public async Task A_product_that_the_service_always_fails_for_does_not_stop_the_others(int status, string body)
    {
        Service.Answer = async http =>
        {
            if (http.Request.Query["ids"] != "ODD")
            {
                await StubProductService.KnowsAsync(http);
                return;
            }

            http.Response.StatusCode = status;
            await StubProductService.Says(body)(http);
        };
        var shop = OpenShop();
        for (var order = 0; order < 10; order++)
        {
            (await shop.FindAsync("ODD")).Unavailable.ShouldBe(["ODD"]);
        }

        // It is left alone for a while, as a service is that fails.
        Service.Calls.Count.ShouldBe(3);
        (await shop.FindAsync("85123A")).Found.Keys.ShouldBe(["85123A"]);
        shop.Time.Advance(TimeSpan.FromSeconds(5));
        Service.Answer = StubProductService.KnowsAsync;
        (await shop.FindAsync("ODD")).Found.Keys.ShouldBe(["ODD"]);
    }

    [Fact]
    public async Task A_service_that_fails_for_one_product_after_the_other_is_not_asked_for_a_while()
    {
        Service.Answer = StubProductService.Fails(500);
        var shop = OpenShop();
        for (var order = 0; order < 10; order++)
        {
            (await shop.FindAsync($"P{order}")).Unavailable.ShouldBe([$"P{order}"]);
        }

        Service.Calls.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(400)]
    public async Task A_product_for_which_the_service_refuses_a_whole_batch_is_found_out(int status)
    {
        Service.Answer = http => http.Request.Query["ids"].ToString().Split(',').Contains("P42")
            ? StubProductService.Fails(status)(http)
            : StubProductService.KnowsAsync(http);
        string[] ids = [.. Enumerable.Range(0, 100).Select(number => $"P{number}")];

        var lookup = await OpenShop().FindAsync(ids);

        lookup.Unavailable.ShouldBe(["P42"]);
        lookup.Found.Count.ShouldBe(99);
    }

    [Fact]
    public async Task A_batch_that_fails_in_both_halves_is_given_up()
    {
        Service.Answer = StubProductService.Fails(500);
        string[] ids = [.. Enumerable.Range(0, 100).Select(number => $"P{number}")];

        (await OpenShop().FindAsync(ids)).Unavailable.Count.ShouldBe(100);

        Service.Calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_name_that_is_too_long_for_its_column_is_cut()
    {
        Service.Answer = StubProductService.Says($$"""[{"productId":"85123A","name":"{{new string('x', 300)}}","unitPrice":2.55}]""");

        (await OpenShop().FindAsync("85123A")).Found["85123A"].Name.ShouldBe(new string('x', 199) + "…");
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
