using NSubstitute;
using Ordering.Application.Orders;
using Ordering.Application.Orders.ListOrders;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders.ListOrders;

public class ListOrdersQueryHandlerTests
{
    private readonly IOrderSummaryReader _summaries = Substitute.For<IOrderSummaryReader>();

    [Fact]
    public async Task A_page_that_holds_all_orders_has_no_next_cursor()
    {
        TheReadModelHolds(2);

        var page = await HandleAsync(new ListOrdersQuery(Member, Limit: 2));

        page.Items.Count.ShouldBe(2);
        page.NextCursor.ShouldBeNull();
    }

    [Fact]
    public async Task The_next_cursor_is_the_last_order_of_a_page_that_others_follow()
    {
        var orders = TheReadModelHolds(3);

        var page = await HandleAsync(new ListOrdersQuery(Member, Limit: 2));

        page.Items.ShouldBe(orders.Take(2));
        page.NextCursor.ShouldBe(OrderCursor.Of(orders[1]).ToString());
    }

    [Fact]
    public async Task A_member_without_orders_gets_an_empty_page()
    {
        TheReadModelHolds(0);

        var page = await HandleAsync(new ListOrdersQuery(Member));

        page.Items.ShouldBeEmpty();
        page.NextCursor.ShouldBeNull();
    }

    [Fact]
    public async Task The_read_model_is_asked_for_the_members_own_orders_after_the_cursor_and_for_one_more_than_fits()
    {
        TheReadModelHolds(0);
        var after = new OrderCursor(Morning, TheOrder.Value);

        await HandleAsync(new ListOrdersQuery(Member, "CREATED", Morning, Noon, 50, after.ToString()));

        await _summaries.Received(1).ListAsync(
            new OrderFilter(Member, "CREATED", Morning, Noon), after, 51, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_list_without_wishes_starts_with_the_newest_twenty()
    {
        TheReadModelHolds(0);

        await HandleAsync(new ListOrdersQuery(Member));

        await _summaries.Received(1).ListAsync(
            new OrderFilter(Member, null, null, null), null, 21, TestContext.Current.CancellationToken);
    }

    private List<OrderSummary> TheReadModelHolds(int count)
    {
        var orders = Enumerable.Range(0, count)
            .Select(number => Summary(Guid.CreateVersion7(Morning), Noon.AddMinutes(-number)))
            .ToList();
        _summaries.ListAsync(Arg.Any<OrderFilter>(), Arg.Any<OrderCursor?>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(orders);
        return orders;
    }

    private Task<OrderPage> HandleAsync(ListOrdersQuery query) =>
        new ListOrdersQueryHandler(_summaries).Handle(query, TestContext.Current.CancellationToken);
}
