using System.Globalization;
using System.Net;
using Ordering.IntegrationTests.Web.Hosting;
using Ordering.IntegrationTests.Web.StandIns;

namespace Ordering.IntegrationTests.Web;

public sealed class OrderTests(SharedHost shared)
{
    [Fact]
    public async Task Placing_an_order_answers_where_it_is_and_which_version_to_wait_for()
    {
        var member = await shared.Host.MemberAsync("order-placing");

        using var response = await member.PostAsync("/api/orders", Json.Text("""{"productId":"85123A","quantity":6}"""), TestRun.Token);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var answer = await response.JsonAsync();
        answer.Names().ShouldBe(["orderId", "version", "consistencyToken"]);
        answer.GetProperty("version").GetInt64().ShouldBe(1);
        response.Headers.Location!.ToString().ShouldBe($"/api/orders/{answer.GetProperty("orderId").GetGuid()}");
        response.Headers.GetValues("Consistency-Token").Single().ShouldBe(answer.GetProperty("consistencyToken").GetString());
    }

    [Fact]
    public async Task An_order_is_read_as_the_summary_of_the_contract()
    {
        var member = await shared.Host.MemberAsync("order-reading");
        var order = await member.PlaceOrderAsync();

        using var response = await GetAsync(member, order);

        response.Headers.ETag!.ToString().ShouldBe("\"1\"");
        var summary = await response.JsonAsync();
        summary.Names().Order(StringComparer.Ordinal).ShouldBe(
        [
            "memberId", "orderDate", "orderId", "productDetailsPending", "productId", "productName", "productThumbnailUrl", "quantity",
            "status", "totalPrice", "unitPrice", "version",
        ]);
        summary.GetProperty("orderId").GetGuid().ShouldBe(order.OrderId);
        summary.GetProperty("status").GetString().ShouldBe("CREATED");
        summary.GetProperty("productId").GetString().ShouldBe("85123A");
        summary.GetProperty("productName").GetString().ShouldBe("WHITE HANGING HEART T-LIGHT HOLDER");
        summary.GetProperty("quantity").GetInt32().ShouldBe(6);
        summary.GetProperty("unitPrice").GetDecimal().ShouldBe(2.55m);
        summary.GetProperty("totalPrice").GetDecimal().ShouldBe(15.30m);
        summary.GetProperty("memberId").GetString().ShouldBe("order-reading");
        summary.GetProperty("version").GetInt64().ShouldBe(1);
        summary.GetProperty("productDetailsPending").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("\"1\"", HttpStatusCode.NotModified)]
    [InlineData("W/\"1\"", HttpStatusCode.NotModified)]
    [InlineData("\"7\", \"1\"", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("\"2\"", HttpStatusCode.OK)]
    [InlineData("1", HttpStatusCode.OK)]
    public async Task A_reader_who_has_this_version_already_gets_no_body(string ifNoneMatch, HttpStatusCode status)
    {
        var member = await shared.Host.MemberAsync("order-revalidating");
        var order = await member.PlaceOrderAsync();

        using var response = await GetAsync(member, order, ("If-None-Match", ifNoneMatch));

        response.StatusCode.ShouldBe(status);
        response.Headers.ETag!.ToString().ShouldBe("\"1\"");
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        (body.Length == 0).ShouldBe(status == HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task An_order_without_its_product_details_has_no_tag_since_they_follow_without_a_new_version()
    {
        var member = await shared.Host.MemberAsync("order-pending");
        var order = await member.PlaceOrderAsync(StandInCatalog.WithoutDetails);

        using var response = await GetAsync(member, order, ("If-None-Match", "\"1\""));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.ETag.ShouldBeNull();
        (await response.JsonAsync()).GetProperty("productDetailsPending").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"reason":null}""")]
    [InlineData("""{"reason":"ordered twice"}""")]
    public async Task An_order_is_cancelled_with_or_without_a_reason(string? body)
    {
        var member = await shared.Host.MemberAsync("order-cancelling");
        var order = await member.PlaceOrderAsync();

        using var response = await member.PostAsync(
            $"/api/orders/{order.OrderId}/cancel", body is null ? null : Json.Text(body), TestRun.Token);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await response.JsonAsync();
        answer.Names().ShouldBe(["orderId", "version", "consistencyToken"]);
        answer.GetProperty("orderId").GetGuid().ShouldBe(order.OrderId);
        answer.GetProperty("version").GetInt64().ShouldBe(2);
        response.Headers.GetValues("Consistency-Token").Single().ShouldBe(answer.GetProperty("consistencyToken").GetString());
        using var read = await GetAsync(member, order, ("Consistency-Token", answer.GetProperty("consistencyToken").GetString()!));
        (await read.JsonAsync()).GetProperty("status").GetString().ShouldBe("CANCELLED");
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_newest_first_while_new_orders_arrive()
    {
        var member = await shared.Host.MemberAsync("order-listing");
        var placed = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            placed.Add((await member.PlaceOrderAsync()).OrderId);
        }

        var listed = new List<Guid>();
        string? cursor = null;
        do
        {
            using var response = await member.GetAsync($"/api/orders?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}", TestRun.Token);
            var page = await response.JsonAsync();
            page.Names().ShouldBe(["items", "nextCursor"]);
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("orderId").GetGuid()));
            cursor = page.GetProperty("nextCursor").GetString();
            await member.PlaceOrderAsync();
        }
        while (cursor is not null);

        listed.ShouldBe(Enumerable.Reverse(placed));
    }

    [Fact]
    public async Task A_list_is_filtered_by_status_and_date()
    {
        var member = await shared.Host.MemberAsync("order-filtering");
        var kept = await member.PlaceOrderAsync();
        var cancelled = await member.PlaceOrderAsync();
        using var cancel = await member.PostAsync($"/api/orders/{cancelled.OrderId}/cancel", null, TestRun.Token);
        using var read = await GetAsync(member, cancelled, ("Consistency-Token", cancel.Headers.GetValues("Consistency-Token").Single()));
        var date = (await read.JsonAsync()).GetProperty("orderDate").GetDateTimeOffset();
        var exact = Uri.EscapeDataString(date.ToString("O", CultureInfo.InvariantCulture));

        (await ListAsync(member, "status=CREATED")).ShouldBe([kept.OrderId]);
        (await ListAsync(member, "status=CANCELLED")).ShouldBe([cancelled.OrderId]);
        (await ListAsync(member, $"from={exact}")).ShouldBe([cancelled.OrderId]);
        (await ListAsync(member, $"to={exact}")).ShouldBe([kept.OrderId]);
        (await ListAsync(member, "to=2020-01-01")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_journey_of_an_order_shows_its_events_with_their_times()
    {
        var member = await shared.Host.MemberAsync("order-travelling");
        var order = await member.PlaceOrderAsync();

        using var response = await member.GetAsync($"/api/orders/{order.OrderId}/journey", TestRun.Token);

        var journey = await response.JsonAsync();
        journey.Names().ShouldBe(["orderId", "events"]);
        var step = journey.GetProperty("events").EnumerateArray().Single();
        step.Names().ShouldBe(["version", "eventType", "committedAt", "publishedAt", "projectedAt", "error"]);
        step.GetProperty("eventType").GetString().ShouldBe("ecommerce.orders.created.v1");
    }

    private static async Task<IEnumerable<Guid>> ListAsync(HttpClient member, string query)
    {
        using var response = await member.GetAsync($"/api/orders?{query}");
        return (await response.JsonAsync()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("orderId").GetGuid());
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient member, PlacedOrder order, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/orders/{order.OrderId}");
        request.Headers.Add("Consistency-Token", order.ConsistencyToken);
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return member.SendAsync(request);
    }
}
