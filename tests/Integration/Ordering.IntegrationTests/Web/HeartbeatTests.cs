using System.Net.ServerSentEvents;
using CleanCqrs.Application.Signals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Ordering.WebUi.Orders;

namespace Ordering.IntegrationTests.Web;

public sealed class HeartbeatTests
{
    [Fact(Timeout = TestRun.Deadline)]
    public async Task A_stream_without_news_beats_every_fifteen_seconds_until_it_is_cancelled()
    {
        var clock = new FakeTimeProvider();
        using var end = new CancellationTokenSource();
        await using var news = new ProjectedOrderNews(
            new CommitSignal([]), Substitute.For<IServiceScopeFactory>(), NullLogger<ProjectedOrderNews>.Instance);
        var events = new OrderEvents(news, clock).FollowAsync("17850", end.Token);
        await using var items = events.GetAsyncEnumerator(TestContext.Current.CancellationToken);

        (await TypeOfNextAsync(items)).ShouldBe("ready");
        var next = TypeOfNextAsync(items);
        clock.Advance(TimeSpan.FromSeconds(14.9));
        next.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(0.1));
        (await next).ShouldBe("heartbeat");
        next = TypeOfNextAsync(items);
        clock.Advance(TimeSpan.FromSeconds(15));
        (await next).ShouldBe("heartbeat");

        var last = items.MoveNextAsync();
        await end.CancelAsync();
        (await last).ShouldBeFalse();
    }

    private static async Task<string> TypeOfNextAsync(IAsyncEnumerator<SseItem<object>> items) =>
        await items.MoveNextAsync() ? items.Current.EventType : "the end";
}
