using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Ordering.IntegrationTests.Web.Hosting;

public static class Json
{
    public static StringContent Text(string json) => new(json, Encoding.UTF8, "application/json");

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    public static IEnumerable<string> Names(this JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    /// <summary>Places an order, and waits until it can be read.</summary>
    public static async Task<PlacedOrder> PlaceOrderAsync(this HttpClient client, string productId = "85123A", int quantity = 6)
    {
        using var response = await client.PostAsync("/api/orders", Text($$"""{"productId":"{{productId}}","quantity":{{quantity}}}"""));
        response.EnsureSuccessStatusCode();
        var order = (await response.Content.ReadFromJsonAsync<PlacedOrder>())!;
        await client.WaitForAsync(order);
        return order;
    }

    private static async Task WaitForAsync(this HttpClient client, PlacedOrder order)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/orders/{order.OrderId}");
        request.Headers.Add("Consistency-Token", order.ConsistencyToken);
        request.Headers.Add("Prefer", "wait=30");
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}

public sealed record PlacedOrder(Guid OrderId, long Version, string ConsistencyToken);
