using System.Net;
using System.Text.Json;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Web;

/// <summary>
/// A host that starts while one of its databases can't be used: what does not need it works, and the rest comes by itself.
/// </summary>
public sealed class DatabaseAwayAtStartTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    private string Blocked => Path.Combine(_data.Path, "not-a-folder");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Without_its_read_database_it_accepts_orders_and_shows_them_when_the_database_comes()
    {
        await using var host = await StartWithoutAsync("Read");
        var member = await host.MemberAsync("member-1");

        using var accepted = await member.PostAsync(
            "/api/orders", Json.Text("""{"productId":"85123A","quantity":6}"""), TestRun.Token);

        accepted.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await HealthAsync(host)).ShouldSatisfyAllConditions(
            health => health.Status.ShouldBe("Degraded"),
            health => health.Reason.ShouldStartWith($"The read database ({Path.Combine(Blocked, "db")}) can't be used: "),
            health => health.Reason.ShouldEndWith(
                " Check ConnectionStrings:Read, and whether the database is there and may be used."));
        await Eventually.HoldsAsync(
            async () => await ReasonAsync(host, "read-database") is { } reason
                && reason.StartsWith("The read database has not answered for ", StringComparison.Ordinal),
            "the read database is told to be away");
        File.Delete(Blocked);
        await Eventually.HoldsAsync(
            async () => (await member.GetAsync(accepted.Headers.Location, TestRun.Token)).StatusCode == HttpStatusCode.OK,
            "the order is in the read model");
        await Eventually.HoldsAsync(async () => (await HealthAsync(host)).Status == "Healthy", "the host is healthy again");
    }

    [Fact]
    public async Task Without_its_write_database_it_answers_queries_and_accepts_orders_when_the_database_comes()
    {
        await using var host = await StartWithoutAsync("Write");
        var member = await host.MemberAsync("member-1");

        (await member.GetAsync("/api/orders", TestRun.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var refused = await member.PostAsync(
            "/api/orders", Json.Text("""{"productId":"85123A","quantity":6}"""), TestRun.Token))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        await Eventually.HoldsAsync(
            async () => await ReasonAsync(host, "write-database") is { } reason
                && reason.StartsWith("The write database has not answered for ", StringComparison.Ordinal),
            "the write database is told to be away");
        (await HealthAsync(host)).Reason.ShouldStartWith($"The write database ({Path.Combine(Blocked, "db")}) can't be used: ");
        File.Delete(Blocked);
        await Eventually.HoldsAsync(async () => (await HealthAsync(host)).Status == "Healthy", "the host is healthy");
        var order = await member.PlaceOrderAsync();
        await Eventually.HoldsAsync(
            async () => (await member.GetAsync($"/api/orders/{order.OrderId}", TestRun.Token)).StatusCode == HttpStatusCode.OK,
            "the order is in the read model");
    }

    /// <summary>Where the folder of the database should be, there is a file.</summary>
    private Task<OrderingHost> StartWithoutAsync(string model)
    {
        File.WriteAllText(Blocked, string.Empty);
        return OrderingHost.StartAsync(
            _data,
            "Development",
            $"--ConnectionStrings:{model}=Data Source={Path.Combine(Blocked, "db")}",
            "--Outbox:Retry:MaxDelay=00:00:01");
    }

    private static async Task<(string Status, string Reason)> HealthAsync(OrderingHost host)
    {
        using var answer = await host.Nobody.GetAsync("/health/ready", TestRun.Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var health = await answer.JsonAsync();
        var databases = health.GetProperty("parts").GetProperty("databases").GetProperty("reason");
        return (
            health.GetProperty("status").GetString()!,
            databases.ValueKind == JsonValueKind.Null ? string.Empty : databases.GetString()!);
    }

    private static async Task<string?> ReasonAsync(OrderingHost host, string part)
    {
        using var answer = await host.Nobody.GetAsync("/health/ready", TestRun.Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, "one of the two works");
        return (await answer.JsonAsync()).GetProperty("parts").GetProperty(part).GetProperty("reason").GetString();
    }
}
