using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Ordering.Application.Orders;
using Ordering.Application.Orders.ListChangedOrders;
using Ordering.Application.Orders.Projections;
using Ordering.WebUi.Orders;

namespace Ordering.IntegrationTests.Web;

public sealed class ProjectedOrderNewsTests : IAsyncDisposable
{
    private readonly CommitSignal _commits = new([]);
    private readonly ISender _sender = Substitute.For<ISender>();
    private readonly ILogger<ProjectedOrderNews> _log = Substitute.For<ILogger<ProjectedOrderNews>>();
    private readonly ProjectedOrderNews _news;

    public ProjectedOrderNewsTests()
    {
        var scopes = new ServiceCollection().AddSingleton(_sender).BuildServiceProvider().GetRequiredService<IServiceScopeFactory>();
        _news = new ProjectedOrderNews(_commits, scopes, _log);
        _log.IsEnabled(default).ReturnsForAnyArgs(true);
    }

    public ValueTask DisposeAsync() => _news.DisposeAsync();

    [Fact(Timeout = TestRun.Deadline)]
    public async Task One_query_per_commit_tells_all_open_pages_each_the_orders_of_its_member()
    {
        OrderSummary[] changed = [SummaryOf("member-1"), SummaryOf("member-2"), SummaryOf("member-2")];
        Answer().Returns(changed);
        var pages = Enumerable.Range(0, 400).Select(page => $"member-{page % 3}").Select(member => (member, Page: Open(member))).ToList();

        Commit(OrderSummaryProjector.ProjectionName, [.. changed.Select(summary => summary.OrderId)]);

        foreach (var (member, (page, next)) in pages.Where(page => page.member != "member-0"))
        {
            (await next).ShouldBeTrue();
            page.Current.ShouldBe(changed.First(summary => summary.MemberId == member));
        }

        pages.Where(page => page.member == "member-0").ShouldAllBe(page => !page.Page.Next.IsCompleted);
        _sender.ReceivedCalls().ShouldHaveSingleItem();
        await _sender.Received(1).Send(
            Arg.Is<ListChangedOrdersQuery>(query => query.OrderIds.SequenceEqual(changed.Select(summary => summary.OrderId))),
            Arg.Any<CancellationToken>());
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task Nobody_asks_while_no_page_is_open_nor_for_another_projection()
    {
        var order = SummaryOf("member-1");
        Answer().Returns([order]);
        Commit(OrderSummaryProjector.ProjectionName, Guid.CreateVersion7());
        var (page, next) = Open("member-1");
        Commit("another-projection", Guid.CreateVersion7());
        Commit(OrderSummaryProjector.ProjectionName, order.OrderId);

        (await next).ShouldBeTrue();

        page.Current.ShouldBe(order);
        _sender.ReceivedCalls().ShouldHaveSingleItem();
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task Pages_that_cannot_be_told_end_so_that_they_open_again_and_those_that_do_are_told()
    {
        var order = SummaryOf("member-1");
        Answer().ThrowsAsync(new InvalidOperationException("the read database is away"));
        var (_, next) = Open("member-1");
        Commit(OrderSummaryProjector.ProjectionName, order.OrderId);
        (await next).ShouldBeFalse();

        Answer().Returns([order]);
        var (page, again) = Open("member-1");
        Commit(OrderSummaryProjector.ProjectionName, order.OrderId);

        (await again).ShouldBeTrue();
        page.Current.ShouldBe(order);
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task When_too_many_commits_wait_all_pages_end_so_that_they_open_again_instead_of_missing_one()
    {
        var order = SummaryOf("member-1");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<IReadOnlyList<OrderSummary>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer().Returns(_ =>
        {
            asked.TrySetResult();
            return answer.Task;
        });
        var (_, first) = Open("member-1");
        var (_, second) = Open("member-2");
        Commit(OrderSummaryProjector.ProjectionName, Guid.CreateVersion7());
        await asked.Task;
        for (var commit = 0; commit <= ProjectedOrderNews.Capacity; commit++)
        {
            Commit(OrderSummaryProjector.ProjectionName, Guid.CreateVersion7());
        }

        answer.SetResult([]);

        (await first).ShouldBeFalse();
        (await second).ShouldBeFalse();
        _sender.ReceivedCalls().ShouldHaveSingleItem();
        _log.ReceivedCalls().Count(call => call.GetMethodInfo().Name == nameof(ILogger.Log)).ShouldBe(1);
        Answer().Returns([order]);
        var (page, again) = Open("member-1");
        Commit(OrderSummaryProjector.ProjectionName, order.OrderId);
        (await again).ShouldBeTrue();
        page.Current.ShouldBe(order);
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task A_page_that_is_too_slow_for_its_changes_ends_instead_of_missing_one()
    {
        const int Changes = 5_000;
        Answer().Returns([.. Enumerable.Range(0, Changes).Select(_ => SummaryOf("member-1")), SummaryOf("member-2")]);
        var (page, next) = Open("member-1");
        var (_, isTold) = Open("member-2");
        Commit(OrderSummaryProjector.ProjectionName, Guid.CreateVersion7());
        (await isTold).ShouldBeTrue();

        var heard = 0;
        while (await next)
        {
            heard++;
            next = page.MoveNextAsync().AsTask();
        }

        heard.ShouldBeInRange(1, Changes - 1);
    }

    private Task<IReadOnlyList<OrderSummary>> Answer() =>
        _sender.Send(Arg.Any<ListChangedOrdersQuery>(), Arg.Any<CancellationToken>());

    private (IAsyncEnumerator<OrderSummary> Page, Task<bool> Next) Open(string memberId)
    {
        var page = _news.FollowAsync(memberId, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestRun.Token);
        return (page, page.MoveNextAsync().AsTask());
    }

    private void Commit(string projection, params Guid[] orders) => _commits.Notify(new ProjectionCommit(
        projection, [.. orders.Select(id => new StreamPosition(id.ToString(), 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch))]));

    private static OrderSummary SummaryOf(string memberId) => new()
    {
        OrderId = Guid.CreateVersion7(),
        OrderDate = DateTimeOffset.UnixEpoch,
        Status = OrderSummaryStatus.Created,
        ProductId = "85123A",
        Quantity = 1,
        UnitPrice = 1,
        TotalPrice = 1,
        MemberId = memberId,
        Version = 1,
    };
}
