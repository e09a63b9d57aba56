using CleanCqrs.Application.Projections;
using MediatR;
using Ordering.Application.Orders.IntegrationEvents;
using Ordering.Application.Products;

namespace Ordering.Application.Orders.Projections;

/// <summary>Keeps one <see cref="OrderSummary"/> per order, with the name and the picture of its product.</summary>
public sealed class OrderSummaryProjector(IOrderSummaryRepository summaries, IProductCatalog catalog, IProjectionContext context)
    : INotificationHandler<OrderCreatedEvent>, INotificationHandler<OrderCancelledEvent>, IProjectionPrefetch
{
    /// <summary>The projection, and on a broker the consumer group, that this projector works in.</summary>
    public const string ProjectionName = "order-projection-group";

    private ProductLookup? _products;

    public async Task PrefetchAsync(IReadOnlyList<ProjectedEvent> events, CancellationToken cancellationToken)
    {
        var productIds = events.Select(e => e.Event).OfType<OrderCreatedEvent>().Select(e => e.ProductId).Distinct().ToList();
        if (productIds.Count > 0)
        {
            _products = await catalog.FindAsync(productIds, cancellationToken);
        }

        var cancelled = events.Select(e => e.Event).OfType<OrderCancelledEvent>().Select(e => e.OrderId).ToList();
        if (cancelled.Count > 0)
        {
            await summaries.LoadAsync(cancelled, cancellationToken);
        }
    }

    public Task Handle(OrderCreatedEvent notification, CancellationToken cancellationToken)
    {
        var summary = new OrderSummary
        {
            OrderId = notification.OrderId,
            OrderDate = notification.OrderDate,
            Status = notification.Status,
            ProductId = notification.ProductId,
            Quantity = notification.Quantity,
            UnitPrice = notification.UnitPrice,
            TotalPrice = notification.Quantity * notification.UnitPrice,
            MemberId = notification.MemberId,
            Version = context.Current.StreamVersion,
        };

        if (_products is { } products && !products.Unavailable.Contains(notification.ProductId))
        {
            summary.CompleteProductDetails(products.Found.GetValueOrDefault(notification.ProductId));
        }

        summaries.Add(summary);
        return Task.CompletedTask;
    }

    public async Task Handle(OrderCancelledEvent notification, CancellationToken cancellationToken)
    {
        var summary = await summaries.FindAsync(notification.OrderId, cancellationToken)
            ?? throw new InvalidOperationException(
                $"The read model has no order {notification.OrderId} to cancel, although its creation was projected.");
        summary.Status = OrderSummaryStatus.Cancelled;
        summary.Version = context.Current.StreamVersion;
    }
}
