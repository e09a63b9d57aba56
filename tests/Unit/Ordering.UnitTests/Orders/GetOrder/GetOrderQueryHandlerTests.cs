using NSubstitute;
using Ordering.Application.Orders;
using Ordering.Application.Orders.GetOrder;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders.GetOrder;

public class GetOrderQueryHandlerTests
{
    private readonly IOrderSummaryReader _summaries = Substitute.For<IOrderSummaryReader>();

    [Fact]
    public async Task A_member_reads_an_order_of_their_own()
    {
        var summary = Summary();
        _summaries.FindAsync(Member, TheOrder.Value, Arg.Any<CancellationToken>()).Returns(summary);

        (await HandleAsync(Member)).ShouldBeSameAs(summary);
    }

    [Fact]
    public async Task Somebody_elses_order_is_as_good_as_unknown()
    {
        _summaries.FindAsync(Member, TheOrder.Value, Arg.Any<CancellationToken>()).Returns(Summary());

        (await HandleAsync(SomebodyElse)).ShouldBeNull();
    }

    private Task<OrderSummary?> HandleAsync(string memberId) =>
        new GetOrderQueryHandler(_summaries).Handle(new GetOrderQuery(memberId, TheOrder.Value), TestContext.Current.CancellationToken);
}
