using System.Net;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Web;

public sealed class IdempotencyTests(SharedHost shared)
{
    private const string Order = """{"productId":"85123A","quantity":6}""";

    [Fact]
    public async Task A_repeated_order_with_the_same_key_is_one_order()
    {
        var member = await shared.Host.MemberAsync("idempotent-repeat");

        var first = await PlaceAsync(member, "a-key", Order);
        var second = await PlaceAsync(member, "a-key", Order);

        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.Headers.Location.ShouldBe(first.Headers.Location);
        (await second.JsonAsync()).ToString().ShouldBe((await first.JsonAsync()).ToString());
        (await CountAsync(member, first, second)).ShouldBe(1);
    }

    [Fact]
    public async Task Simultaneous_attempts_with_the_same_key_are_one_order()
    {
        var member = await shared.Host.MemberAsync("idempotent-race");

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PlaceAsync(member, "a-key", Order)));

        responses.ShouldAllBe(response => response.StatusCode == HttpStatusCode.Created);
        responses.Select(response => response.Headers.Location).Distinct().Count().ShouldBe(1);
        (await CountAsync(member, responses)).ShouldBe(1);
    }

    [Fact]
    public async Task Two_members_may_use_the_same_key()
    {
        var one = await PlaceAsync(await shared.Host.MemberAsync("idempotent-one"), "shared-key", Order);
        var other = await PlaceAsync(await shared.Host.MemberAsync("idempotent-other"), "shared-key", Order);

        other.Headers.Location.ShouldNotBe(one.Headers.Location);
    }

    [Fact]
    public async Task A_key_that_comes_back_with_another_order_is_refused()
    {
        var member = await shared.Host.MemberAsync("idempotent-reuse");
        using var first = await PlaceAsync(member, "a-key", Order);

        using var second = await PlaceAsync(member, "a-key", """{"productId":"85123A","quantity":7}""");

        await second.ShouldBeProblemAsync(
            422,
            "/problems/idempotency-key-reused",
            "The idempotency key was used before",
            "The idempotency key 'a-key' was already used for a different request. Use a new key for every new intention.");
        (await CountAsync(member, first)).ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_cancellation_with_the_same_key_gets_the_same_answer()
    {
        var member = await shared.Host.MemberAsync("idempotent-cancel");
        var order = await member.PlaceOrderAsync();

        using var first = await SendAsync(member, $"/api/orders/{order.OrderId}/cancel", "cancel-key", "{}");
        using var second = await SendAsync(member, $"/api/orders/{order.OrderId}/cancel", "cancel-key", "{}");

        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.JsonAsync()).ToString().ShouldBe((await first.JsonAsync()).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("with\ttab")]
    public async Task A_key_must_be_visible_ascii(string key)
    {
        using var response = await PlaceAsync(await shared.Host.MemberAsync("idempotent-bad"), key, Order);

        await ShouldRefuseTheKeyAsync(response);
    }

    [Fact]
    public async Task A_key_of_128_characters_is_taken_and_a_longer_one_refused()
    {
        var member = await shared.Host.MemberAsync("idempotent-long");

        using var longest = await PlaceAsync(member, new string('k', 128), Order);
        using var tooLong = await PlaceAsync(member, new string('k', 129), Order);

        longest.StatusCode.ShouldBe(HttpStatusCode.Created);
        await ShouldRefuseTheKeyAsync(tooLong);
    }

    private static Task ShouldRefuseTheKeyAsync(HttpResponseMessage response) =>
        response.ShouldBeInvalidAsync(("Idempotency-Key", "An idempotency key has 1 to 128 visible ASCII characters."));

    private static Task<HttpResponseMessage> PlaceAsync(HttpClient member, string key, string body) =>
        SendAsync(member, "/api/orders", key, body);

    private static Task<HttpResponseMessage> SendAsync(HttpClient member, string path, string key, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json.Text(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return member.SendAsync(request);
    }

    /// <summary>Counts the member's orders, once everything that the commands have answered can be read.</summary>
    private static async Task<int> CountAsync(HttpClient member, params HttpResponseMessage[] commands)
    {
        var count = 0;
        foreach (var token in commands.Select(command => command.Headers.GetValues("Consistency-Token").Single()).Distinct())
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders");
            request.Headers.Add("Consistency-Token", token);
            request.Headers.Add("Prefer", "wait=30");
            using var response = await member.SendAsync(request);
            count = (await response.JsonAsync()).GetProperty("items").GetArrayLength();
        }

        return count;
    }
}
