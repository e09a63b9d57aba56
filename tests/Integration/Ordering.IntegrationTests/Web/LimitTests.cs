using System.Net;
using CleanCqrs.Application.Queries;
using Ordering.IntegrationTests.Web.Hosting;
using Ordering.WebUi.Hosting;

namespace Ordering.IntegrationTests.Web;

public sealed class LimitTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact(Timeout = TestRun.Deadline)]
    public async Task A_member_who_asks_too_often_is_told_when_to_come_again_and_the_others_are_served()
    {
        await using var host = await OrderingHost.StartAsync(
            _data, "Development", "--Limits:RequestsPerSecond=1", "--Limits:RequestsAtOnce=1");
        var eager = host.WithToken(await TokenAsync(host, "eager"));
        var other = host.WithToken(await TokenAsync(host, "other"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => eager.GetAsync("/api/me", TestRun.Token)));
        using var served = await other.GetAsync("/api/me", TestRun.Token);

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        refused.ShouldNotBeEmpty();
        refused[0].Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        await refused[0].ShouldBeProblemAsync(
            429, "/problems/too-many-requests", "Too many requests", "A caller may make 1 requests a second here.");
        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.OK);
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.HoldsAsync(() => IsServedAsync(eager), "the member is served again");
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task Who_is_not_signed_in_is_counted_by_address_and_probes_and_products_are_not_counted()
    {
        await using var host = await OrderingHost.StartAsync(
            _data, "Development", "--Limits:RequestsPerSecond=1", "--Limits:RequestsAtOnce=1");

        (await StatusesAsync(host.Nobody, "/problems")).ShouldContain(HttpStatusCode.TooManyRequests);
        (await StatusesAsync(host.Nobody, "/api/products?limit=1")).ShouldBe([HttpStatusCode.OK]);
        (await StatusesAsync(host.Nobody, "/health/live")).ShouldBe([HttpStatusCode.OK]);
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task A_member_has_so_many_streams_open_and_no_more()
    {
        await using var host = await OrderingHost.StartAsync(_data, "Development", "--Limits:OpenStreams=1");
        var member = await host.MemberAsync("streaming");
        var stream = await OpenStreamAsync(member);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var second = await OpenStreamAsync(member);
        using var ofAnother = await OpenStreamAsync(await host.MemberAsync("other"));

        ofAnother.StatusCode.ShouldBe(HttpStatusCode.OK);
        await second.ShouldBeProblemAsync(
            429, "/problems/too-many-requests", "Too many requests", "A member may have 1 streams of live updates open here.");
        stream.Dispose();
        await Eventually.HoldsAsync(
            async () =>
            {
                using var again = await OpenStreamAsync(member);
                return again.StatusCode == HttpStatusCode.OK;
            },
            "a stream opens when the other one is closed");
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task A_member_has_so_many_queries_waiting_and_no_more()
    {
        await using var host = await OrderingHost.StartAsync(_data, "Development", "--Limits:WaitingQueries=1");
        var member = await host.MemberAsync("waiting");
        var order = await member.PlaceOrderAsync();
        var future = new ConsistencyToken(order.OrderId.ToString(), 99).ToString();
        var refusals = 0;
        using var enough = new CancellationTokenSource();

        // Which of the two waits, and which is refused, is for the host to say.
        await Task.WhenAll(AskUntilOneIsRefusedAsync(), AskUntilOneIsRefusedAsync());
        using var plain = await member.GetAsync("/api/orders", TestRun.Token);

        refusals.ShouldBeGreaterThan(0);
        plain.StatusCode.ShouldBe(HttpStatusCode.OK);

        async Task AskUntilOneIsRefusedAsync()
        {
            while (!enough.IsCancellationRequested)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders");
                request.Headers.Add("Consistency-Token", future);
                request.Headers.Add("Prefer", "wait=30");
                try
                {
                    using var answer = await member.SendAsync(request, enough.Token);
                    if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                    {
                        await answer.ShouldBeProblemAsync(
                            429,
                            "/problems/too-many-requests",
                            "Too many requests",
                            "A member may have 1 queries waiting for the read model here.");
                        Interlocked.Increment(ref refusals);
                        await enough.CancelAsync();
                    }
                }
                catch (OperationCanceledException) when (enough.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task Limits_of_zero_are_none()
    {
        await using var host = await OrderingHost.StartAsync(
            _data, "Development", "--Limits:RequestsPerSecond=0", "--Limits:OpenStreams=0", "--Limits:WaitingQueries=0");
        var member = await host.MemberAsync("17850");
        using var first = await OpenStreamAsync(member);
        using var second = await OpenStreamAsync(member);

        (await StatusesAsync(member, "/api/me")).ShouldBe([HttpStatusCode.OK]);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void A_limit_that_makes_no_sense_is_refused_at_start()
    {
        var app = OrderingHost.Build(
            _data, "Development", builder => Ordering.WebUi.Program.AddOrderingSystem(builder), "--Limits:OpenStreams=-1");

        Should.Throw<ConfigurationException>(app.ValidateConfiguration).Message.ShouldBe(
            "Limits:OpenStreams must be between 0, which is no limit, and 1000000; it is -1.");
    }

    private static Task<HttpResponseMessage> OpenStreamAsync(HttpClient client) =>
        client.GetAsync("/api/orders/events", HttpCompletionOption.ResponseHeadersRead, TestRun.Token);

    private static async Task<IEnumerable<HttpStatusCode>> StatusesAsync(HttpClient client, string path)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => client.GetAsync(path, TestRun.Token)));
        return answers.Select(answer => answer.StatusCode).Distinct();
    }

    private static async Task<bool> IsServedAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/me", TestRun.Token);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>Asking for a token counts for the address too.</summary>
    private static async Task<string> TokenAsync(OrderingHost host, string memberId)
    {
        string? token = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                using var answer = await host.Nobody.PostAsync("/dev/token", Json.Text($$"""{"memberId":"{{memberId}}"}"""), TestRun.Token);
                token = answer.IsSuccessStatusCode ? (await answer.JsonAsync()).GetProperty("accessToken").GetString() : null;
                return token is not null;
            },
            "there is a token");
        return token!;
    }
}
