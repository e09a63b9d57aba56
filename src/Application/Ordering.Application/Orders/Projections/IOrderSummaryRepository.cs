namespace Ordering.Application.Orders.Projections;

/// <summary>The projector's access to the rows of the read model, within the transaction of its batch.</summary>
public interface IOrderSummaryRepository
{
    /// <summary>Loads rows ahead, in one query, so that <see cref="FindAsync"/> finds them at hand.</summary>
    Task LoadAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken);

    Task<OrderSummary?> FindAsync(Guid orderId, CancellationToken cancellationToken);

    void Add(OrderSummary summary);
}
