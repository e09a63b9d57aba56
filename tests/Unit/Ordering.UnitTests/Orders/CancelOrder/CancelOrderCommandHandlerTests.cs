using CleanCqrs.Domain;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Ordering.Application.Orders;
using Ordering.Application.Orders.CancelOrder;
using Ordering.Domain.Orders;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders.CancelOrder;

public class CancelOrderCommandHandlerTests
{
    private readonly IOrderRepository _orders = Substitute.For<IOrderRepository>();
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly Order _order = PlacedOrder();

    public CancelOrderCommandHandlerTests()
    {
        _order.ForgetRaisedEvents();
        _orders.FindAsync(TheOrder, Arg.Any<CancellationToken>()).Returns(_order);
    }

    [Fact]
    public async Task A_member_cancels_an_order_of_their_own()
    {
        var receipt = await HandleAsync(Member, TheOrder.Value);

        receipt.ShouldBe(new OrderReceipt(TheOrder.Value, 2));
        _order.RaisedEvents.ShouldBe([new RaisedEvent(Cancelled, 2)]);
    }

    [Fact]
    public async Task Somebody_elses_order_is_as_good_as_unknown()
    {
        var receipt = await HandleAsync(SomebodyElse, TheOrder.Value);

        receipt.ShouldBeNull();
        _order.Status.ShouldBe(OrderStatus.Created);
        _order.RaisedEvents.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_order_is_an_answer_and_no_error() =>
        (await HandleAsync(Member, Guid.Empty)).ShouldBeNull();

    [Fact]
    public async Task A_cancelled_order_cannot_be_cancelled_again()
    {
        await HandleAsync(Member, TheOrder.Value);

        var refusal = await Should.ThrowAsync<DomainException>(() => HandleAsync(Member, TheOrder.Value));

        refusal.Message.ShouldBe("Order 0193d1c0-7a00-7000-8000-000000000001 is already cancelled.");
        _order.RaisedEvents.Count.ShouldBe(1);
    }

    private Task<OrderReceipt?> HandleAsync(string memberId, Guid orderId) =>
        new CancelOrderCommandHandler(_orders, _time)
            .Handle(new CancelOrderCommand(memberId, orderId, "ordered twice"), TestContext.Current.CancellationToken);
}
