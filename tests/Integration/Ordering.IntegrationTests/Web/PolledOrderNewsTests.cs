using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Ordering.Application.Orders;
using Ordering.Application.Orders.ListOrders;
using Ordering.WebUi.Orders;

namespace Ordering.IntegrationTests.Web;

public sealed class PolledOrderNewsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ISender _sender = Substitute.For<ISender>();

    [Fact(Timeout = TestRun.Deadline)]
    public async Task Orders_that_are_new_or_have_changed_are_news_the_oldest_first()
    {
        var (old, first, second) = (SummaryOf(1), SummaryOf(1), SummaryOf(1));
        Answer([old], [second, first, old], [second, first, SummaryOf(2, old.OrderId)]);
        using var end = new CancellationTokenSource();
        await using var news = new PolledOrderNews(Scopes(), _clock).FollowAsync("17850", end.Token).GetAsyncEnumerator(
            TestContext.Current.CancellationToken);

        (await NextAsync(news)).ShouldBe((first.OrderId, 1));
        (await NextAsync(news)).ShouldBe((second.OrderId, 1));
        (await NextAsync(news)).ShouldBe((old.OrderId, 2));
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task All_pages_of_a_member_share_each_look()
    {
        var (old, first) = (SummaryOf(1), SummaryOf(1));
        Answer([old], [first, old]);
        using var end = new CancellationTokenSource();
        var news = new PolledOrderNews(Scopes(), _clock);
        var pages = Enumerable.Range(0, 50).Select(_ => news.FollowAsync("17850", end.Token).GetAsyncEnumerator(TestRun.Token)).ToList();
        var next = pages.ConvertAll(page => page.MoveNextAsync().AsTask());

        _clock.Advance(PolledOrderNews.Interval);
        await Task.WhenAll(next);

        pages.ShouldAllBe(page => page.Current.OrderId == first.OrderId);
        _sender.ReceivedCalls().Count().ShouldBe(2);
    }

    private async Task<(Guid OrderId, long Version)> NextAsync(IAsyncEnumerator<OrderSummary> news)
    {
        var next = news.MoveNextAsync();
        if (!next.IsCompleted)
        {
            _clock.Advance(PolledOrderNews.Interval);
        }

        (await next).ShouldBeTrue();
        return (news.Current.OrderId, news.Current.Version);
    }

    private void Answer(params OrderSummary[][] pages) =>
        _sender.Send(Arg.Is<ListOrdersQuery>(query => query.MemberId == "17850"), Arg.Any<CancellationToken>())
        .Returns(new OrderPage(pages[0], null), [.. pages.Skip(1).Select(page => new OrderPage(page, null))]);

    private IServiceScopeFactory Scopes() =>
        new ServiceCollection().AddSingleton(_sender).BuildServiceProvider().GetRequiredService<IServiceScopeFactory>();

    private static OrderSummary SummaryOf(long version, Guid? orderId = null) => new()
    {
        OrderId = orderId ?? Guid.CreateVersion7(),
        OrderDate = DateTimeOffset.UnixEpoch,
        Status = OrderSummaryStatus.Created,
        ProductId = "85123A",
        Quantity = 1,
        UnitPrice = 1,
        TotalPrice = 1,
        MemberId = "17850",
        Version = version,
    };
}
