using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CleanCqrs.BenchmarksTests.EndToEnd;

/// <summary>What the fake host offers members.</summary>
public sealed class FakeOrders(FakeHost host) : IDisposable
{
    private const int PageSize = 2;

    private readonly HttpClient _products = new();
    private int _commands;

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/orders", http => CommandAsync(http, PlaceAsync));
        endpoints.MapPost("/api/orders/{orderId}/cancel", http => CommandAsync(http, CancelAsync));
        endpoints.MapGet("/api/orders", ListAsync);
    }

    public void Dispose() => _products.Dispose();

    private async Task CommandAsync(HttpContext http, Func<HttpContext, string, string?, Task<(int Status, object Body)>> carryOut)
    {
        if (http.Caller() is not { } caller)
        {
            await http.AnswerAsync(401);
            return;
        }

        var command = Interlocked.Increment(ref _commands);
        host.OnCommand(command);
        var fault = host.Faults(command);
        if (await FailBeforeAsync(http, fault))
        {
            return;
        }

        var key = host.HonoursKeys ? (string?)http.Request.Headers["Idempotency-Key"] : null;
        var (status, body) = await carryOut(http, caller.MemberId, key);
        if (!await FailAfterAsync(http, fault))
        {
            await http.AnswerAsync(status, body);
        }
    }

    private static async Task<bool> FailBeforeAsync(HttpContext http, Fault fault)
    {
        switch (fault)
        {
            case Fault.Busy:
                http.Response.Headers.RetryAfter = "0";
                await http.AnswerAsync(503);
                return true;
            case Fault.TooMany:
                await http.AnswerAsync(429);
                return true;
            case Fault.Error:
                await http.AnswerAsync(500);
                return true;
            case Fault.CutBefore:
                http.Abort();
                return true;
            default:
                return false;
        }
    }

    private async Task<bool> FailAfterAsync(HttpContext http, Fault fault)
    {
        switch (fault)
        {
            case Fault.CutAfter:
                http.Abort();
                return true;
            case Fault.Crash:
                http.Abort();
                host.Crash();
                return true;
            case Fault.Hang:
                using (var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.Gone))
                {
                    await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                return true;
            default:
                return false;
        }
    }

    private async Task<(int Status, object Body)> PlaceAsync(HttpContext http, string member, string? key)
    {
        var body = (await JsonNode.ParseAsync(http.Request.Body))!;
        var (productId, quantity) = ((string)body["productId"]!, (int)body["quantity"]!);
        if (await FindProductAsync(productId) is not { } product)
        {
            return (422, new { type = "unknown-product", title = "There is no such product." });
        }

        var unitPrice = (decimal)product["unitPrice"]!;
        if (!host.Accepts(quantity, unitPrice))
        {
            return (422, new { type = "broken-rule", title = "An order has a quantity and a price." });
        }

        var order = host.Database.Once(key, () => host.Database.Write(new FakeOrder
        {
            OrderId = Guid.CreateVersion7().ToString(),
            OrderDate = DateTimeOffset.UtcNow,
            ProductId = productId,
            ProductName = (string)product["name"]!,
            ProductThumbnailUrl = (string)product["thumbnailUrl"]!,
            Quantity = quantity,
            UnitPrice = unitPrice,
            TotalPrice = quantity * unitPrice,
            MemberId = member,
        }));
        return (201, Receipt(order));
    }

    private async Task<JsonNode?> FindProductAsync(string productId) =>
        host.Products is null
            ? null
            : (await _products.GetFromJsonAsync<JsonArray>(new Uri(host.Products, $"api/products?ids={productId}")))!.SingleOrDefault();

    private Task<(int Status, object Body)> CancelAsync(HttpContext http, string member, string? key)
    {
        var order = host.Database.Find((string)http.Request.RouteValues["orderId"]!);
        if (order?.MemberId != member)
        {
            return Task.FromResult<(int, object)>((404, new { title = "There is no such order." }));
        }

        var conflict = false;
        var cancelled = host.Database.Once(key, () =>
        {
            conflict = order.Status == "CANCELLED";
            return conflict ? order : host.Database.Write(order with { Status = "CANCELLED", Version = 2 });
        });
        return Task.FromResult<(int, object)>(conflict ? (409, new { title = "Cancelled already." }) : (200, Receipt(cancelled)));
    }

    private async Task ListAsync(HttpContext http)
    {
        if (http.Caller() is not { } caller)
        {
            await http.AnswerAsync(401);
            return;
        }

        var behind = int.TryParse(http.Request.Query["cursor"], out var cursor) ? cursor : 0;
        var summaries = host.Database.Summaries(caller.MemberId);
        await http.AnswerAsync(200, new
        {
            items = summaries.Skip(behind).Take(PageSize),
            nextCursor = behind + PageSize < summaries.Count ? $"{behind + PageSize}" : null,
        });
    }

    private static object Receipt(FakeOrder order) =>
        new { orderId = order.OrderId, version = order.Version, consistencyToken = $"{order.OrderId}.{order.Version}" };
}
