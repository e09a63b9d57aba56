using System.Net.ServerSentEvents;
using System.Text.Json;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Web;

public sealed class EventStreamTests(SharedHost shared)
{
    [Fact(Timeout = TestRun.Deadline)]
    public async Task A_member_sees_changes_of_own_orders_only_as_they_happen()
    {
        var member = await shared.Host.MemberAsync("stream-member");
        var stranger = await shared.Host.MemberAsync("stream-stranger");
        await using var events = await EventStream.OpenAsync(member);
        (await events.NextAsync()).EventType.ShouldBe("ready");

        await stranger.PlaceOrderAsync();
        var order = await member.PlaceOrderAsync();
        var created = await events.NextAsync();
        using var cancel = await member.PostAsync($"/api/orders/{order.OrderId}/cancel", null, TestRun.Token);
        var cancelled = await events.NextAsync();

        (created.EventType, created.EventId).ShouldBe(("order", "1"));
        var summary = JsonDocument.Parse(created.Data).RootElement;
        summary.GetProperty("orderId").GetGuid().ShouldBe(order.OrderId);
        summary.GetProperty("memberId").GetString().ShouldBe("stream-member");
        (cancelled.EventType, cancelled.EventId).ShouldBe(("order", "2"));
        JsonDocument.Parse(cancelled.Data).RootElement.GetProperty("status").GetString().ShouldBe("CANCELLED");
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task An_open_stream_ends_with_the_host_and_does_not_hold_it_up()
    {
        using var data = new TemporaryFolder();
        await using var host = await OrderingHost.StartAsync(data);
        await using var events = await EventStream.OpenAsync(await host.MemberAsync("stream-member"));
        (await events.NextAsync()).EventType.ShouldBe("ready");

        // A shutdown that waits for the stream would wait for this token, and break the connection when it gives up.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await host.StopAsync(patience.Token);

        (await events.HasEndedAsync()).ShouldBeTrue();
        patience.IsCancellationRequested.ShouldBeFalse();
    }

    private sealed class EventStream(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> items) : IAsyncDisposable
    {
        public static async Task<EventStream> OpenAsync(HttpClient client)
        {
            var token = TestContext.Current.CancellationToken;
            var response = await client.GetAsync("/api/orders/events", HttpCompletionOption.ResponseHeadersRead, token);
            response.Content.Headers.ContentType?.MediaType.ShouldBe("text/event-stream");
            var parser = SseParser.Create(await response.Content.ReadAsStreamAsync(token));
            return new EventStream(response, parser.EnumerateAsync(token).GetAsyncEnumerator(token));
        }

        public async Task<SseItem<string>> NextAsync()
        {
            (await items.MoveNextAsync()).ShouldBeTrue();
            return items.Current;
        }

        public async Task<bool> HasEndedAsync() => !await items.MoveNextAsync();

        public async ValueTask DisposeAsync()
        {
            await items.DisposeAsync();
            response.Dispose();
        }
    }
}
