using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Story;

/// <summary>A member who orders over HTTP, and keeps what he was answered.</summary>
internal sealed class Customer(HttpClient client)
{
    public async Task<PlacedOrder> PlaceAsync(int quantity)
    {
        using var answer = await client.PostAsJsonAsync("/api/orders", new { productId = "85123A", quantity }, TestRun.Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(TestRun.Token));
        return (await answer.Content.ReadFromJsonAsync<PlacedOrder>(TestRun.Token))!;
    }

    public async Task<PlacedOrder> CancelAsync(PlacedOrder order)
    {
        using var answer = await client.PostAsJsonAsync(
            $"/api/orders/{order.OrderId}/cancel", new { reason = "changed my mind" }, TestRun.Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestRun.Token));
        return (await answer.Content.ReadFromJsonAsync<PlacedOrder>(TestRun.Token))!;
    }

    /// <summary>
    /// The state of each order, when the read model has reached every receipt: a receipt speaks of its own order only, and the orders
    /// arrive side by side.
    /// </summary>
    public async Task<Dictionary<Guid, string>> ListAsync(IEnumerable<PlacedOrder> receipts)
    {
        JsonElement page = default;
        foreach (var receipt in receipts)
        {
            using var answer = await AskAsync(receipt, wait: 30);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestRun.Token));
            page = await answer.Content.ReadFromJsonAsync<JsonElement>(TestRun.Token);
        }

        page.GetProperty("nextCursor").ValueKind.ShouldBe(JsonValueKind.Null, "one page shows them all");
        return page.GetProperty("items").EnumerateArray()
            .ToDictionary(item => item.GetProperty("orderId").GetGuid(), item => item.GetProperty("status").GetString()!);
    }

    /// <summary>The read model can't reach the last receipt, and says so.</summary>
    public async Task ShouldBeToldThatTheListIsBehindAsync(IEnumerable<PlacedOrder> receipts)
    {
        using var answer = await AskAsync(receipts.Last(), wait: 1);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, await answer.Content.ReadAsStringAsync(TestRun.Token));
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestRun.Token)).GetProperty("type")
            .GetString()!.ShouldEndWith("read-model-behind");
    }

    private async Task<HttpResponseMessage> AskAsync(PlacedOrder receipt, int wait)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders?limit=100");
        request.Headers.Add("Consistency-Token", receipt.ConsistencyToken);
        request.Headers.Add("Prefer", $"wait={wait}");
        return await client.SendAsync(request, TestRun.Token);
    }
}
