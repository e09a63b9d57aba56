using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ordering.IntegrationTests.Persistence;
using OrderingHost = Ordering.HostProcess.OrderingHost;

namespace Ordering.IntegrationTests.Logs;

[Trait("Length", "Long")]
public sealed class CollisionLogTests
{
    /// <summary>What a host that is used and stopped says besides, also on a machine on which a part is slow for a moment.</summary>
    private const int OtherLines = 40;

    [Theory(Timeout = TestRun.Deadline)]
    [MemberData(nameof(TestDatabases.Kinds), MemberType = typeof(TestDatabases))]
    public async Task Commands_that_collide_as_designed_leave_the_log_readable(string kind)
    {
        await using var databases = new TestDatabases(kind);
        await using var host = await OrderingHost.StartNewAsync([.. databases.Settings, "--Database:MigrateAtStart=true"]);
        using var member = await Member.SignInAsync(host);
        var before = host.Log.Lines;

        using var placed = await PostAsync(member, "/api/orders", "first", new { productId = "85123A", quantity = 1 });
        var orderId = (await placed.Content.ReadFromJsonAsync<JsonElement>(TestRun.Token)).GetProperty("orderId").GetString();
        var cancelled = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            attempt => PostAsync(member, $"/api/orders/{orderId}/cancel", $"cancel-{attempt}", new { })));
        var repeated = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            _ => PostAsync(member, "/api/orders", "again", new { productId = "85123A", quantity = 1 })));
        await host.TerminateAsync(TestRun.Token);

        cancelled.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        repeated.ShouldContain(answer => answer.StatusCode == HttpStatusCode.Created);
        (host.Log.Lines - before).ShouldBeLessThanOrEqualTo(OtherLines, host.Log.ToString());
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, TestRun.Token);
    }
}
