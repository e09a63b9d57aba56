using Ordering.Application.Orders;
using Ordering.Application.Orders.ListOrders;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders.ListOrders;

public class ListOrdersQueryValidatorTests
{
    private static readonly ListOrdersQuery _valid = new(Member);

    [Fact]
    public void A_list_without_wishes_is_valid() => MessagesFor(_valid).ShouldBeEmpty();

    [Fact]
    public void A_list_with_every_wish_is_valid() =>
        MessagesFor(new ListOrdersQuery(Member, "CANCELLED", Morning, Noon, 100, new OrderCursor(Noon, TheOrder.Value).ToString()))
            .ShouldBeEmpty();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(101)]
    public void A_page_has_1_to_100_orders(int limit) =>
        MessagesFor(_valid with { Limit = limit }).ShouldBe([$"The limit must be between 1 and 100; it is {limit}."]);

    [Theory]
    [InlineData("created")]
    [InlineData("")]
    [InlineData("SHIPPED")]
    public void Orders_have_one_of_two_statuses(string status) =>
        MessagesFor(_valid with { Status = status }).ShouldBe([$"The status is CREATED or CANCELLED; it is '{status}'."]);

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    public void Only_a_cursor_that_a_list_has_returned_is_valid(string cursor) =>
        MessagesFor(_valid with { Cursor = cursor }).ShouldBe(["The cursor is not one that a list of orders has returned as nextCursor."]);

    [Fact]
    public void A_period_ends_after_it_begins()
    {
        MessagesFor(_valid with { From = Noon, To = Morning }).ShouldBe(["'to' must be later than 'from'."]);
        MessagesFor(_valid with { From = Noon, To = Noon }).ShouldBe(["'to' must be later than 'from'."]);
    }

    [Fact]
    public void A_period_may_be_open_at_either_end()
    {
        MessagesFor(_valid with { From = Noon }).ShouldBeEmpty();
        MessagesFor(_valid with { To = Morning }).ShouldBeEmpty();
    }

    private static string[] MessagesFor(ListOrdersQuery query) =>
        [.. new ListOrdersQueryValidator().Validate(query).Errors.Select(error => error.ErrorMessage)];
}
