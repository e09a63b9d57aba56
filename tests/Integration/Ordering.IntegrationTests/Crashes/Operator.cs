using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Ordering.IntegrationTests.Crashes;

/// <summary>Watches a host through its operations API.</summary>
internal sealed class Operator : IDisposable
{
    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _client;

    private Operator(HttpClient client) => _client = client;

    public static async Task<Operator> SignInAsync(Uri host, CancellationToken cancellationToken)
    {
        var client = new HttpClient { BaseAddress = host };
        using var answer = await client.PostAsJsonAsync("/dev/token", new { memberId = "operator", @operator = true }, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("accessToken").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new Operator(client);
    }

    public async Task WaitUntilPublishedAsync(long count, Func<bool> isOver, CancellationToken cancellationToken)
    {
        using var probe = new PeriodicTimer(_probeInterval);
        while (!isOver() && await PublishedAsync(cancellationToken) < count)
        {
            await probe.WaitForNextTickAsync(cancellationToken);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<long> PublishedAsync(CancellationToken cancellationToken)
    {
        var status = await _client.GetFromJsonAsync<JsonElement>("/api/operations/status", cancellationToken);
        return status.GetProperty("outbox").GetProperty("published").GetInt64();
    }
}
