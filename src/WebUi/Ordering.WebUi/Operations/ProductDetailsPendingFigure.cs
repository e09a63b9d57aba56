using CleanCqrs.WebUi.Operations;
using Ordering.Application.Orders.Projections;

namespace Ordering.WebUi.Operations;

/// <summary>How many orders wait for the product service to name their product.</summary>
public sealed class ProductDetailsPendingFigure(IPendingProductDetails pending) : IOperationsFigure
{
    public string Name => "productDetailsPending";

    public Task<long> ReadAsync(CancellationToken cancellationToken) => pending.CountAsync(cancellationToken);
}
