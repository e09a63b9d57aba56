using CleanCqrs.WebUi.Queries;
using Ordering.Application.Orders;

namespace Ordering.WebUi.Orders;

/// <summary>What a command answers. A query that brings the token back waits until the read model has come that far.</summary>
public sealed record OrderAccepted(Guid OrderId, long Version, string ConsistencyToken)
{
    public static OrderAccepted Answer(OrderReceipt receipt, HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        ArgumentNullException.ThrowIfNull(response);
        var token = receipt.ToConsistencyToken().ToString();
        response.Headers[ReadModelWait.HeaderName] = token;
        return new OrderAccepted(receipt.OrderId, receipt.Version, token);
    }
}
