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

    /// <summary>Places an order, and waits for nothing.</summary>
    public static async Task<PlacedOrder> PlaceOrderAsync(this HttpClient client, string productId = "85123A", int quantity = 6)
    {
        using var response = await client.PostAsync("/api/orders", Text($$"""{"productId":"{{productId}}","quantity":{{quantity}}}"""));
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<PlacedOrder>())!;
    }
}

public sealed record PlacedOrder(Guid OrderId, long Version, string ConsistencyToken);
