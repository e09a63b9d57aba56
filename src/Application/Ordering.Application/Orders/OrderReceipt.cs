using CleanCqrs.Application.Queries;

namespace Ordering.Application.Orders;

/// <summary>What a command answers: the order, and the version that the read model will reach.</summary>
public sealed record OrderReceipt(Guid OrderId, long Version)
{
    public ConsistencyToken ToConsistencyToken() => new(OrderId.ToString("D"), Version);
}
