using System.Net;
using System.Net.Http.Headers;
using Ordering.IntegrationTests.Web.Hosting;
using Ordering.IntegrationTests.Web.StandIns;

namespace Ordering.IntegrationTests.Web;

public sealed class ErrorTests(SharedHost shared)
{
    private const string Malformed = "/problems/malformed-body";
    private const string MalformedTitle = "The body can't be read";

    [Theory]
    [InlineData("", "This call needs a JSON body.")]
    [InlineData("{", "The JSON can't be read, line 1, byte 2.")]
    [InlineData("[]", "The JSON can't be read, line 1, byte 2.")]
    [InlineData("null", "This call needs a JSON body.")]
    [InlineData("{}", "Missing: 'productId', 'quantity'.")]
    [InlineData("""{"productId":"85123A"}""", "Missing: 'quantity'.")]
    [InlineData("""{"productId":"85123A","quantity":6,"unitPrice":0.01}""", "The JSON can't be read at '$.unitPrice', line 1, byte 48.")]
    [InlineData("""{"productId":"85123A","quantity":6,"memberId":"13047"}""", "The JSON can't be read at '$.memberId', line 1, byte 47.")]
    [InlineData("""{"ProductId":"85123A","quantity":6}""", "The JSON can't be read at '$.ProductId', line 1, byte 14.")]
    [InlineData("""{"productId":"85123A","quantity":"6"}""", "The JSON can't be read at '$.quantity', line 1, byte 37.")]
    [InlineData("""{"productId":"85123A","quantity":6.5}""", "The JSON can't be read at '$.quantity', line 1, byte 37.")]
    [InlineData("""{"productId":"85123A","quantity":99999999999}""", "The JSON can't be read at '$.quantity', line 1, byte 45.")]
    [InlineData("""{"productId":85123,"quantity":6}""", "The JSON can't be read at '$.productId', line 1, byte 19.")]
    [InlineData("""{"productId":null,"quantity":6}""", "The JSON can't be read at '$.productId', line 1, byte 18.")]
    [InlineData("""{"productId":"85123A","quantity":6,"quantity":7}""", "The JSON can't be read at '$.quantity', line 1, byte 47.")]
    public async Task A_body_that_is_not_the_json_of_the_call_is_refused_with_the_place(string body, string detail)
    {
        using var response = await PostAsync(Json.Text(body));

        await response.ShouldBeProblemAsync(400, Malformed, MalformedTitle, detail);
    }

    [Fact]
    public async Task A_missing_body_is_refused()
    {
        using var response = await PostAsync(content: null);

        await response.ShouldBeProblemAsync(400, Malformed, MalformedTitle, "This call needs a JSON body.");
    }

    [Fact]
    public async Task A_body_that_nests_deep_is_refused()
    {
        using var response = await PostAsync(
            Json.Text($$"""{"productId":{{new string('[', 1000)}}{{new string(']', 1000)}},"quantity":6}"""));

        await response.ShouldBeProblemAsync(400, Malformed, MalformedTitle, "The JSON can't be read at '$.productId', line 1, byte 15.");
    }

    [Fact]
    public async Task Broken_rules_of_validation_are_listed_by_member()
    {
        using var response = await PostAsync(Json.Text("""{"productId":"","quantity":0}"""));

        await response.ShouldBeInvalidAsync(
            ("productId", "Name the product to order."),
            ("quantity", "The quantity must be between 1 and 1000000; it is 0."));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Another_media_type_than_json_is_refused(string? mediaType)
    {
        var content = new ByteArrayContent("""{"productId":"85123A","quantity":6}"""u8.ToArray());
        content.Headers.ContentType = mediaType is null ? null : new MediaTypeHeaderValue(mediaType);

        using var response = await PostAsync(content);

        await response.ShouldBeProblemAsync(415, "/problems/unsupported-media-type", "The media type is not supported");
    }

    [Fact]
    public async Task An_unknown_character_set_is_refused()
    {
        var content = new ByteArrayContent("""{"productId":"85123A","quantity":6}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=klingon");

        using var response = await PostAsync(content);

        await response.ShouldBeProblemAsync(415, "/problems/unsupported-media-type", "The media type is not supported");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_more_than_64_kib_is_refused(bool chunked)
    {
        var member = await shared.Host.MemberAsync("error-huge");
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders")
        {
            Content = Json.Text($$"""{"productId":"{{new string('x', 64 * 1024)}}","quantity":6}"""),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await member.SendAsync(request, TestContext.Current.CancellationToken);

        await response.ShouldBeProblemAsync(413, "/problems/body-too-large", "The body is too large");
    }

    [Fact]
    public async Task A_wrong_method_is_refused_with_the_right_ones()
    {
        using var response = await (await MemberAsync()).DeleteAsync("/api/orders", TestRun.Token);

        response.Content.Headers.Allow.Order(StringComparer.Ordinal).ShouldBe(["GET", "POST"]);
        await response.ShouldBeProblemAsync(405, "/problems/method-not-allowed", "Method not allowed");
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api/orders/not-an-id")]
    [InlineData("/api/orders/1")]
    [InlineData("/api/orders/..%2F..%2Fetc")]
    [InlineData("/nothing.html")]
    public async Task An_address_that_does_not_exist_is_not_found(string path)
    {
        using var response = await (await MemberAsync()).GetAsync(path, TestRun.Token);

        await response.ShouldBeProblemAsync(404, "/problems/not-found", "Not found");
    }

    [Theory]
    [InlineData("limit=0", "limit", "The limit must be between 1 and 100; it is 0.")]
    [InlineData("limit=101", "limit", "The limit must be between 1 and 100; it is 101.")]
    [InlineData("limit=ten", "limit", "The value can't be read.")]
    [InlineData("limit=99999999999", "limit", "The value can't be read.")]
    [InlineData("from=yesterday", "from", "The value can't be read.")]
    [InlineData("from=2026-02-02&to=2026-02-01", "to", "'to' must be later than 'from'.")]
    [InlineData("status=LOST", "status", "The status is CREATED or CANCELLED; it is 'LOST'.")]
    [InlineData("cursor=abc", "cursor", "The cursor is not one that a list of orders has returned as nextCursor.")]
    [InlineData("cursor=%00", "cursor", "The cursor is not one that a list of orders has returned as nextCursor.")]
    [InlineData(
        "cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%00", "cursor", "The cursor is not one that a list of orders has returned as nextCursor.")]
    [InlineData(
        "cursor=________________________________", "cursor", "The cursor is not one that a list of orders has returned as nextCursor.")]
    public async Task A_wrong_query_parameter_is_named(string query, string parameter, string error)
    {
        using var response = await (await MemberAsync()).GetAsync($"/api/orders?{query}", TestRun.Token);

        await response.ShouldBeInvalidAsync((parameter, error));
    }

    [Fact]
    public async Task Errors_that_an_endpoint_lists_by_itself_look_like_all_others()
    {
        using var response = await shared.Host.Nobody.GetAsync("/api/products?limit=0", TestRun.Token);

        await response.ShouldBeInvalidAsync(("limit", "The limit must be a number between 1 and 100; it is '0'."));
    }

    [Fact]
    public async Task An_unknown_product_cannot_be_ordered()
    {
        using var response = await OrderAsync(StandInCatalog.Unknown);

        await response.ShouldBeProblemAsync(422, "/problems/unknown-product", "No such product", "There is no product UNKNOWN.");
    }

    [Fact]
    public async Task A_product_without_a_price_cannot_be_ordered()
    {
        using var response = await OrderAsync(StandInCatalog.WithoutPrice);

        await response.ShouldBeProblemAsync(
            422,
            "/problems/unit-price-must-be-positive",
            "The product has no price",
            "Product FREE can't be ordered: its unit price is 0, and it must be above zero.");
    }

    [Fact]
    public async Task An_order_whose_price_cannot_be_known_now_is_to_be_tried_again()
    {
        using var response = await OrderAsync(StandInCatalog.Away);

        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        await response.ShouldBeProblemAsync(
            503,
            "/problems/product-service-unavailable",
            "The product service does not answer",
            "The product service is not answering, so the price of product AWAY is not known. Nothing was ordered; try again in a few "
                + "seconds.");
    }

    [Fact]
    public async Task A_conflict_that_does_not_end_is_told()
    {
        using var response = await OrderAsync(StandInCatalog.AlwaysInConflict);

        await response.ShouldBeProblemAsync(409, "/problems/concurrency-conflict", "Somebody else was faster");
    }

    [Fact]
    public async Task Of_several_cancellations_at_once_one_cancels_and_the_others_are_told()
    {
        var member = await shared.Host.MemberAsync("error-race");
        var order = await member.PlaceOrderAsync();

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => member.PostAsync($"/api/orders/{order.OrderId}/cancel", null, TestRun.Token)));

        responses.Count(response => response.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var late in responses.Where(response => response.StatusCode != HttpStatusCode.OK))
        {
            await late.ShouldBeProblemAsync(
                409, "/problems/order-already-cancelled", "The order is already cancelled", $"Order {order.OrderId} is already cancelled.");
        }
    }

    [Fact]
    public async Task A_database_that_is_away_is_not_a_defect_and_is_to_be_tried_again()
    {
        var member = await shared.Host.MemberAsync("error-database");
        var order = Json.Text($$"""{"productId":"{{StandInCatalog.WithoutDatabase}}","quantity":6}""");

        using var response = await member.PostAsync("/api/orders", order, TestRun.Token);

        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        await response.ShouldBeProblemAsync(503, "/problems/unavailable", "Not available now");
    }

    [Fact]
    public async Task A_cancelled_order_cannot_be_cancelled_again()
    {
        var member = await MemberAsync();
        var order = await member.PlaceOrderAsync();
        using var first = await member.PostAsync($"/api/orders/{order.OrderId}/cancel", null, TestRun.Token);

        using var second = await member.PostAsync($"/api/orders/{order.OrderId}/cancel", null, TestRun.Token);

        await second.ShouldBeProblemAsync(
            409, "/problems/order-already-cancelled", "The order is already cancelled", $"Order {order.OrderId} is already cancelled.");
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_refused()
    {
        var member = await MemberAsync();
        var order = await member.PlaceOrderAsync();

        using var response = await member.PostAsync(
            $"/api/orders/{order.OrderId}/cancel", Json.Text($$"""{"reason":"{{new string('x', 501)}}"}"""), TestRun.Token);

        await response.ShouldBeInvalidAsync(("reason", "A reason has at most 500 characters."));
    }

    [Fact]
    public async Task An_order_that_does_not_exist_is_not_found()
    {
        using var response = await (await MemberAsync()).GetAsync("/api/orders/0198c5a4-0000-7000-8000-000000000000", TestRun.Token);

        await response.ShouldBeProblemAsync(
            404, "/problems/unknown-order", "No such order", "You have no order 0198c5a4-0000-7000-8000-000000000000.");
    }

    [Fact]
    public async Task A_client_that_accepts_only_html_still_learns_what_is_wrong()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/nothing");
        request.Headers.Accept.ParseAdd("text/html");

        using var response = await shared.Host.Nobody.SendAsync(request, TestContext.Current.CancellationToken);

        await response.ShouldBeProblemAsync(404, "/problems/not-found", "Not found");
    }

    [Fact]
    public async Task A_defect_shows_its_exception_in_development()
    {
        using var response = await OrderAsync(StandInCatalog.Defective);

        var problem = await response.JsonAsync();
        problem.GetProperty("type").GetString().ShouldBe("/problems/internal-error");
        problem.GetProperty("status").GetInt32().ShouldBe(500);
        problem.GetProperty("exception").GetString()!.ShouldContain(StandInCatalog.Secret);
    }

    private Task<HttpClient> MemberAsync() => shared.Host.MemberAsync("error-member");

    private Task<HttpResponseMessage> OrderAsync(string productId) =>
        PostAsync(Json.Text($$"""{"productId":"{{productId}}","quantity":6}"""));

    private async Task<HttpResponseMessage> PostAsync(HttpContent? content) =>
        await (await MemberAsync()).PostAsync("/api/orders", content);
}
