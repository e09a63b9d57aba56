using Ordering.Application.Orders;

namespace Ordering.WebUi.Orders;

/// <summary>Tells which orders of a member the read model has just taken in.</summary>
public interface IOrderNews
{
    /// <summary>Follows a member's own orders, and nobody else's; ends, without an exception, when it is cancelled.</summary>
    IAsyncEnumerable<OrderSummary> FollowAsync(string memberId, CancellationToken cancellationToken);
}
