using Ordering.Replay.Lines;
using Ordering.Replay.Planning;
using static Ordering.ReplayTests.RetailText;

namespace Ordering.ReplayTests;

public class ReplayPlanTests
{
    [Fact]
    public void A_cancellation_cancels_the_newest_open_order()
    {
        var plan = Plan(Line(), Line(), Cancellation());

        plan.Cancelled.ShouldBe([new CancelOrder(4, OrderLine: 3)]);
    }

    [Fact]
    public void A_second_cancellation_cancels_the_order_before()
    {
        var plan = Plan(Line(), Line(), Cancellation(), Cancellation(), Cancellation());

        plan.Cancelled.ShouldBe([new CancelOrder(4, OrderLine: 3), new CancelOrder(5, OrderLine: 2)]);
        plan.NothingToCancel.ShouldBe([6]);
    }

    [Fact]
    public void A_cancellation_does_not_ask_for_the_price()
    {
        var plan = Plan(Line(price: "2.55"), Cancellation(price: "2.10"));

        plan.Cancelled.ShouldBe([new CancelOrder(3, OrderLine: 2)]);
    }

    [Fact]
    public void A_cancellation_does_not_reach_orders_of_others_other_products_or_the_future()
    {
        var plan = Plan(
            Line(customer: "13047"),
            Line(code: "71053"),
            Line(description: "WHITE METAL LANTERN"),
            Cancellation(),
            Line());

        plan.Cancelled.ShouldBeEmpty();
        plan.NothingToCancel.ShouldBe([5]);
    }

    [Fact]
    public void An_order_that_the_rules_refuse_cannot_be_cancelled()
    {
        var plan = Plan(Line(price: "0"), Line(quantity: "0"), Cancellation());

        plan.Refused.Select(step => step.Line).ShouldBe([2, 3]);
        plan.NothingToCancel.ShouldBe([4]);
    }

    [Fact]
    public void Every_member_has_a_lane_in_the_order_of_the_file()
    {
        var plan = Plan(Line(), Line(customer: "13047"), Cancellation(), Line(code: "71053"));

        plan.Lanes.Select(lane => (lane.MemberId, string.Join(' ', lane.Steps.Select(step => step.Line)))).ShouldBe(
            [("17850", "2 4 5"), ("13047", "3")]);
    }

    [Fact]
    public void Every_line_is_accounted_for()
    {
        var plan = Plan(Line(), Line(price: "0"), Cancellation(), Cancellation(), Line(customer: ""), "malformed");

        plan.Lines.ShouldBe(6);
        plan.Placed.Select(step => step.Line).ShouldBe([2]);
        plan.Refused.Select(step => step.Line).ShouldBe([3]);
        plan.Cancelled.Select(step => step.Line).ShouldBe([4]);
        plan.NothingToCancel.ShouldBe([5]);
        plan.WithoutCustomer.ShouldBe([6]);
        plan.Malformed.Select(line => line.Number).ShouldBe([7]);
        plan.Commands.ShouldBe(3);
    }

    private static ReplayPlan Plan(params string[] lines) => ReplayPlan.From(RetailFile.Interpret(File(lines)));
}
