using CleanCqrs.Domain;

namespace Ordering.Domain.Orders;

internal sealed class CancelledOrderCannotBeCancelledAgainRule(OrderId orderId, OrderStatus status) : IBusinessRule
{
    public string Code => "order-already-cancelled";

    public string Message => $"Order {orderId} is already cancelled.";

    public RuleKind Kind => RuleKind.State;

    public bool IsBroken() => status == OrderStatus.Cancelled;
}
