using CleanCqrs.Domain;
using Ordering.Domain.Orders;
using static Ordering.UnitTests.Orders.OrderScenario;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders;

public class CancellingAnOrder
{
    [Fact]
    public void A_placed_order_can_be_cancelled() =>
        Given(Placed)
            .When(order => order.Cancel("ordered twice", Noon))
            .Then(new OrderCancelled(TheOrder, Noon, "ordered twice"))
            .Status.ShouldBe(OrderStatus.Cancelled);

    [Fact]
    public void Nobody_has_to_give_a_reason() =>
        Given(Placed)
            .When(order => order.Cancel(null, Noon))
            .Then(new OrderCancelled(TheOrder, Noon, null));

    [Fact]
    public void A_cancelled_order_cannot_be_cancelled_again() =>
        Given(Placed, Cancelled)
            .When(order => order.Cancel("once more", Noon.AddHours(1)))
            .ThenItIsRefused(
                "order-already-cancelled",
                "Order 0193d1c0-7a00-7000-8000-000000000001 is already cancelled.",
                RuleKind.State);

    [Fact]
    public void A_cancelled_order_keeps_what_was_ordered()
    {
        var order = Given(Placed).When(placed => placed.Cancel("ordered twice", Noon)).Then(Cancelled);

        order.Quantity.ShouldBe(6);
        order.UnitPrice.ShouldBe(2.55m);
        order.OrderDate.ShouldBe(Morning);
    }
}
