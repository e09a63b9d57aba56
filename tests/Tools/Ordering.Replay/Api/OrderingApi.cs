using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Ordering.Replay.Api;

/// <summary>The host's HTTP contract, as far as a replay needs it.</summary>
internal sealed class OrderingApi(RetryingClient client, Tokens tokens, Uri host)
{
    public Task<Answer> PlaceAsync(string memberId, string productId, int quantity, string key, CancellationToken cancellationToken) =>
        SendAsync(new Identity(memberId), HttpMethod.Post, "api/orders", key, new { productId, quantity }, cancellationToken);

    public Task<Answer> CancelAsync(string memberId, string orderId, string key, CancellationToken cancellationToken) =>
        SendAsync(
            new Identity(memberId), HttpMethod.Post, $"api/orders/{orderId}/cancel", key, new { reason = "Replayed" }, cancellationToken);

    /// <summary>All orders of a member, over all pages.</summary>
    public async Task<IReadOnlyList<OrderSummary>> OrdersAsync(string memberId, CancellationToken cancellationToken)
    {
        var orders = new List<OrderSummary>();
        string? cursor = null;
        do
        {
            var path = "api/orders?limit=100" + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}");
            var page = await GetAsync<Page>(new Identity(memberId), path, cancellationToken);
            orders.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return orders;
    }

    public Task<OperationsStatus> StatusAsync(CancellationToken cancellationToken) =>
        GetAsync<OperationsStatus>(Identity.Operations, "api/operations/status", cancellationToken);

    public Task<AuditReport> AuditAsync(CancellationToken cancellationToken) =>
        GetAsync<AuditReport>(Identity.Operations, "api/operations/audit", cancellationToken);

    private async Task<T> GetAsync<T>(Identity identity, string path, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(identity, HttpMethod.Get, path, key: null, body: null, cancellationToken);
        return answer.Status == HttpStatusCode.OK
            ? ContractJson.Read<T>($"GET /{path}", answer.Body)
            : throw new UnexpectedAnswerException($"GET /{path} answered {answer.Refusal}.");
    }

    private async Task<Answer> SendAsync(
        Identity identity, HttpMethod method, string path, string? key, object? body, CancellationToken cancellationToken)
    {
        var answer = await TryAsync();
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            // A long replay outlives a token.
            tokens.Forget(identity);
            answer = await TryAsync();
        }

        return answer;

        async Task<Answer> TryAsync()
        {
            var token = await tokens.GetAsync(identity, cancellationToken);
            return await client.SendAsync(() => Request(token), cancellationToken);
        }

        HttpRequestMessage Request(string token)
        {
            var request = new HttpRequestMessage(method, new Uri(host, path)) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            return request;
        }
    }

    private sealed record Page(IReadOnlyList<OrderSummary> Items, string? NextCursor);
}
