using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Ordering.ReplayTests;

/// <summary>The ordering contract in memory, with faults on demand. Its projector has caught up when the status is asked for.</summary>
internal sealed class FakeHost : HttpMessageHandler
{
    private const int PageSize = 2;

    private readonly Lock _lock = new();
    private readonly HttpClient _http = new();
    private readonly Dictionary<string, JsonObject> _orders = [];
    private readonly Dictionary<string, string> _keys = [];
    private int _commands;

    public int Orders => _orders.Count;

    public Uri? Products { get; set; }
    public bool HasOwnProducts { get; set; }

    /// <summary>Whether the n-th command, counted from 1 and over all attempts, is carried out and then left without an answer.</summary>
    public Func<int, bool> LosesAnswer { get; set; } = _ => false;

    /// <summary>Whether the n-th command is answered 503 and not carried out.</summary>
    public Func<int, bool> IsBusy { get; set; } = _ => false;

    public Action<int> OnCommand { get; set; } = _ => { };
    public bool HonoursKeys { get; set; } = true;
    public bool IssuesTokens { get; set; } = true;
    public int MostQuantity { get; set; } = int.MaxValue;
    public int Stuck { get; set; }

    /// <summary>What the projector makes of an order; null drops it.</summary>
    public Func<JsonObject, JsonObject?> Projection { get; set; } = order => order;

    private IEnumerable<JsonObject> Summaries =>
        _orders.Values.Select(order => Projection((JsonObject)order.DeepClone())).OfType<JsonObject>();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? [] : (await request.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!;
        var path = request.RequestUri!.AbsolutePath.Split('/');
        if (request.Method == HttpMethod.Get)
        {
            lock (_lock)
            {
                return Answer(path[^1] switch { "status" => Status(), "audit" => Audit(), _ => Page(request) });
            }
        }

        return path[^1] == "token" ? Token(body) : await CommandAsync(request, path, body, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _http.Dispose();
        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> CommandAsync(
        HttpRequestMessage request, string[] path, JsonObject body, CancellationToken cancellationToken)
    {
        var command = Interlocked.Increment(ref _commands);
        OnCommand(command);
        if (IsBusy(command))
        {
            return Refusal(HttpStatusCode.ServiceUnavailable, "Busy.");
        }

        var product = path[^1] == "orders" ? await FindProductAsync((string)body["productId"]!, cancellationToken) : null;
        var key = HonoursKeys ? request.Headers.GetValues("Idempotency-Key").Single() : Guid.NewGuid().ToString();
        lock (_lock)
        {
            var answer = path[^1] == "orders" ? Place(Member(request), product, (int)body["quantity"]!, key) : Cancel(path[^2]);
            return LosesAnswer(command) ? throw new HttpRequestException(HttpRequestError.ResponseEnded) : answer;
        }
    }

    private HttpResponseMessage Token(JsonObject body) => IssuesTokens
        ? Answer(new { accessToken = (string)body["memberId"]! })
        : new HttpResponseMessage(HttpStatusCode.NotFound);

    private HttpResponseMessage Place(string member, JsonNode? product, int quantity, string key)
    {
        if (product is null || quantity < 1 || quantity > MostQuantity || (decimal)product["unitPrice"]! <= 0)
        {
            return Refusal(HttpStatusCode.UnprocessableEntity, product is null ? "There is no such product." : "A rule is broken.");
        }

        if (!_keys.TryGetValue(key, out var orderId))
        {
            _keys[key] = orderId = Guid.CreateVersion7().ToString();
            var unitPrice = (decimal)product["unitPrice"]!;
            _orders[orderId] = new JsonObject
            {
                ["orderId"] = orderId,
                ["orderDate"] = DateTimeOffset.UtcNow,
                ["status"] = "CREATED",
                ["memberId"] = member,
                ["version"] = 1,
                ["productId"] = (string)product["productId"]!,
                ["productName"] = (string)product["name"]!,
                ["productThumbnailUrl"] = (string)product["thumbnailUrl"]!,
                ["productDetailsPending"] = false,
                ["quantity"] = quantity,
                ["unitPrice"] = unitPrice,
                ["totalPrice"] = quantity * unitPrice,
            };
        }

        return Answer(new { orderId, version = 1, consistencyToken = "" }, HttpStatusCode.Created);
    }

    private HttpResponseMessage Cancel(string orderId)
    {
        (_orders[orderId]["status"], _orders[orderId]["version"]) = ("CANCELLED", 2);
        return Answer(new { orderId, version = 2, consistencyToken = "" });
    }

    private async Task<JsonNode?> FindProductAsync(string productId, CancellationToken cancellationToken) => HasOwnProducts
        ? null
        : (await _http.GetFromJsonAsync<JsonArray>(new Uri(Products!, $"api/products?ids={productId}"), cancellationToken))!.Single();

    private object Page(HttpRequestMessage request)
    {
        var cursor = request.RequestUri!.Query.Split("cursor=") is [_, var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        var mine = Summaries.Where(summary => (string)summary["memberId"]! == Member(request)).ToList();
        return new
        {
            items = mine.Skip(cursor).Take(PageSize),
            nextCursor = cursor + PageSize < mine.Count ? $"{cursor + PageSize}" : null,
        };
    }

    private object Status() => new
    {
        outbox = new { pending = Stuck, deadLetters = 0, blockedStreams = 0, published = Orders },
        projections = new[] { new { name = "order-projection-group", parked = 0, retrying = 0, deadLetters = 0, streams = Orders } },
        productDetailsPending = 0,
    };

    private object Audit() => new
    {
        orders = Orders,
        summaries = Summaries.Count(),
        writeTotal = Total(_orders.Values),
        readTotal = Total(Summaries),
        differences = Array.Empty<object>(),
        complete = true,
    };

    private static string Total(IEnumerable<JsonObject> orders) =>
        orders.Sum(order => (decimal)order["totalPrice"]!).ToString(CultureInfo.InvariantCulture);

    private static string Member(HttpRequestMessage request) => request.Headers.Authorization!.Parameter!;

    private static HttpResponseMessage Refusal(HttpStatusCode status, string title) => Answer(new { type = "refused", title }, status);

    private static HttpResponseMessage Answer(object body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = JsonContent.Create(body) };
}
