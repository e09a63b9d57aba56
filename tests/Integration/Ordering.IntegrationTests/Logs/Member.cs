using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using OrderingHost = Ordering.HostProcess.OrderingHost;

namespace Ordering.IntegrationTests.Logs;

/// <summary>Signs in at the real host.</summary>
internal static class Member
{
    public static Task<HttpClient> SignInAsync(OrderingHost host) => SignInAsync(host, isOperator: false);

    public static async Task<HttpClient> SignInAsync(OrderingHost host, bool isOperator)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        using var answer = await client.PostAsJsonAsync(
            "/dev/token", new { memberId = isOperator ? "operator" : "17850", @operator = isOperator }, TestRun.Token);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestRun.Token)).GetProperty("accessToken").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
