using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace CleanCqrs.Benchmarks.Waiting;

/// <summary>100 orders a second, of one member after the other.</summary>
public static class OrderLoad
{
    /// <summary>How many are placed.</summary>
    public const int Orders = 8 * PerSecond;

    private const int PerSecond = 100;

    private static readonly object _order = new { productId = "20725", quantity = 1 };

    /// <summary>Places them, and waits for the answers.</summary>
    public static async Task<IReadOnlyList<PlacedOrder>> PlaceAsync(Shop shop, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        List<Task<PlacedOrder>> orders = [];
        while (orders.Count < Orders)
        {
            var early = TimeSpan.FromSeconds((double)orders.Count / PerSecond) - Stopwatch.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, cancellationToken);
            }

            orders.Add(PlaceOneAsync(shop, orders.Count % shop.Members, cancellationToken));
        }

        return await Task.WhenAll(orders);
    }

    private static async Task<PlacedOrder> PlaceOneAsync(Shop shop, int member, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders") { Content = JsonContent.Create(_order) };
        using var answer = await shop.SendAsync(member, request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new MeasurementFailedException($"An order was answered {answer.StatusCode}.");
        }

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return new PlacedOrder(body.GetProperty("orderId").GetGuid(), Stopwatch.GetTimestamp());
    }
}
