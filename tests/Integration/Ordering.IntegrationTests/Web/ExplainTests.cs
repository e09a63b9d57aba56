using System.Net;
using System.Text.Json;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Web;

/// <summary>An operator asks where something is.</summary>
public sealed class ExplainTests(SharedHost shared)
{
    [Fact]
    public async Task An_order_is_explained_by_its_id_by_its_event_and_by_the_idempotency_key_of_its_command()
    {
        var member = await shared.Host.MemberAsync("explain-member");
        var @operator = await shared.Host.OperatorAsync();
        var key = $"explain-{Guid.NewGuid():N}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders")
        {
            Content = Json.Text("""{"productId":"85123A","quantity":6}"""),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var placed = await member.SendAsync(request, TestRun.Token);
        var orderId = (await placed.JsonAsync()).GetProperty("orderId").GetString()!;
        await Eventually.HoldsAsync(
            async () => Findings(await ExplainAsync(@operator, orderId)) is ["outbox Done", "order-projection-group Done"],
            "the order has arrived");

        var byId = (await ExplainAsync(@operator, orderId)).GetProperty("streams")[0];
        var created = byId.GetProperty("events")[0];
        var byKey = await ExplainAsync(@operator, key);
        var byEvent = await ExplainAsync(@operator, created.GetProperty("eventId").GetString()!);

        byId.Names().ShouldBe(
            ["streamId", "version", "bucket", "range", "relay", "unpublished", "findings", "events", "projections"]);
        created.GetProperty("eventType").GetString().ShouldBe("ecommerce.orders.created.v1");
        created.TryGetProperty("payload", out _).ShouldBeFalse("a payload may hold what is nobody's business");
        byId.GetProperty("projections")[0].GetProperty("version").GetInt64().ShouldBe(1);
        var command = byKey.GetProperty("commands")[0];
        (command.GetProperty("command").GetString(), command.GetProperty("scope").GetString())
            .ShouldBe(("CreateOrderCommand", "explain-member"));
        byKey.GetProperty("streams")[0].GetProperty("streamId").GetString().ShouldBe(orderId);
        byEvent.GetProperty("streams")[0].GetProperty("version").GetInt64().ShouldBe(1);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("a%00b", HttpStatusCode.BadRequest)]
    [InlineData("nobody-knows-this", HttpStatusCode.NotFound)]
    public async Task What_is_no_identity_or_unknown_is_refused(string id, HttpStatusCode expected)
    {
        using var response = await (await shared.Host.OperatorAsync()).GetAsync($"/api/operations/explain?id={id}", TestRun.Token);

        response.StatusCode.ShouldBe(expected);
        (await response.JsonAsync()).GetProperty("type").GetString()
            .ShouldBe(expected == HttpStatusCode.NotFound ? "/problems/nothing-to-explain" : "/problems/validation");
    }

    private static async Task<JsonElement> ExplainAsync(HttpClient client, string id)
    {
        using var response = await client.GetAsync($"/api/operations/explain?id={id}", TestRun.Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.JsonAsync();
    }

    private static List<string> Findings(JsonElement explanation) =>
        [.. explanation.GetProperty("streams")[0].GetProperty("findings").EnumerateArray()
            .Select(finding => $"{finding.GetProperty("part").GetString()} {finding.GetProperty("kind").GetString()}")];
}
