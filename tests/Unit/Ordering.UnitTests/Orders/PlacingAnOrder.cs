using System.Globalization;
using CleanCqrs.Domain;
using Ordering.Domain.Orders;
using static Ordering.UnitTests.Orders.OrderScenario;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders;

public class PlacingAnOrder
{
    [Fact]
    public void A_placed_order_is_the_first_event_of_its_stream() =>
        GivenNothing()
            .When(() => Order.Create(TheOrder, Member, TheProduct, 6, 2.55m, Morning))
            .Then(Placed)
            .Status.ShouldBe(OrderStatus.Created);

    [Fact]
    public void A_placed_order_keeps_what_was_ordered_at_which_price()
    {
        var order = Order.Create(TheOrder, Member, TheProduct, 6, 2.55m, Morning);

        order.Id.ShouldBe(TheOrder);
        order.MemberId.ShouldBe(Member);
        order.ProductId.ShouldBe(TheProduct);
        order.Quantity.ShouldBe(6);
        order.UnitPrice.ShouldBe(2.55m);
        order.OrderDate.ShouldBe(Morning);
    }

    [Fact]
    public void The_stream_of_an_order_is_named_by_the_order_id() =>
        PlacedOrder().StreamId.ShouldBe("0193d1c0-7a00-7000-8000-000000000001");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void An_order_of_no_pieces_is_refused(int quantity) =>
        GivenNothing()
            .When(() => Order.Create(TheOrder, Member, TheProduct, quantity, 2.55m, Morning))
            .ThenItIsRefused(
                "quantity-must-be-positive", $"An order needs a quantity of 1 or more; {quantity} was asked for.", RuleKind.Value);

    [Theory]
    [InlineData("0")]
    [InlineData("-0.01")]
    public void A_product_without_a_price_above_zero_cannot_be_ordered(string price) =>
        GivenNothing()
            .When(() => Order.Create(TheOrder, Member, TheProduct, 1, decimal.Parse(price, CultureInfo.InvariantCulture), Morning))
            .ThenItIsRefused(
                "unit-price-must-be-positive",
                $"Product 85123A can't be ordered: its unit price is {price}, and it must be above zero.",
                RuleKind.Value);

    [Fact]
    public void One_piece_at_the_smallest_price_is_an_order() =>
        GivenNothing()
            .When(() => Order.Create(TheOrder, Member, TheProduct, 1, 0.01m, Morning))
            .Then(Placed with { Quantity = 1, UnitPrice = 0.01m });

    [Theory]
    [InlineData("", HeartHolderId)]
    [InlineData(" ", HeartHolderId)]
    [InlineData(Member, "")]
    [InlineData(Member, " ")]
    public void An_order_of_nobody_or_of_nothing_is_a_mistake_of_the_program(string memberId, string productId) =>
        Should.Throw<ArgumentException>(() => Order.Create(TheOrder, memberId, new ProductId(productId), 1, 2.55m, Morning));

    [Fact]
    public void Order_ids_sort_by_the_time_at_which_they_were_made()
    {
        var early = OrderId.New(Morning);
        var late = OrderId.New(Morning.AddMilliseconds(1));

        string.CompareOrdinal(early.ToString(), late.ToString()).ShouldBeLessThan(0);
    }
}
