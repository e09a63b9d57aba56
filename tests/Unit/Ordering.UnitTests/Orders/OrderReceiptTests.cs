using CleanCqrs.Application.Queries;
using Ordering.Application.Orders;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders;

public class OrderReceiptTests
{
    [Fact]
    public void The_consistency_token_of_a_receipt_names_the_stream_and_the_version_of_the_order()
    {
        var order = PlacedOrder();

        new OrderReceipt(order.Id.Value, order.Version).ToConsistencyToken().ShouldBe(new ConsistencyToken(order.StreamId, 1));
    }
}
