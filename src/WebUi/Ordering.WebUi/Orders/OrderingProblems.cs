using CleanCqrs.Application.Rebuilds;
using CleanCqrs.WebUi.Problems;
using Ordering.Application.Products;

namespace Ordering.WebUi.Orders;

/// <summary>The problem types of the ordering system.</summary>
public static class OrderingProblems
{
    public static ProblemType UnknownOrder { get; } = new(
        "unknown-order",
        404,
        "No such order",
        "The member has no order with this id. A new order may be on its way into the read model: send its consistency token.");

    public static ProblemType OrderAlreadyCancelled { get; } = new(
        "order-already-cancelled", 409, "The order is already cancelled", "An order is cancelled once. Nothing has changed.");

    public static ProblemType UnknownProduct { get; } = new(
        "unknown-product", 422, "No such product", "The product service does not know the product. Nothing was ordered.");

    public static ProblemType QuantityMustBePositive { get; } = new(
        "quantity-must-be-positive", 422, "The quantity must be positive", "An order needs a quantity of 1 or more. Nothing was ordered.");

    public static ProblemType UnitPriceMustBePositive { get; } = new(
        "unit-price-must-be-positive",
        422,
        "The product has no price",
        "The product service gives no price above zero, so the product can't be ordered.");

    public static ProblemType ProductServiceUnavailable { get; } = new(
        "product-service-unavailable",
        503,
        "The product service does not answer",
        "The price can't be known at the moment. Nothing was ordered; try again with the same idempotency key.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static ProblemType RebuildRefused { get; } = new(
        "rebuild-refused", 409, "Not possible with this projection now", "Nothing has changed; the detail says why, and what to do.");

    public static void AddTo(ProblemOptions options) => options
        .Add(UnknownOrder)
        .Add(OrderAlreadyCancelled)
        .Add(UnknownProduct)
        .Add(QuantityMustBePositive)
        .Add(UnitPriceMustBePositive)
        .Map<ProductCatalogUnavailableException>(ProductServiceUnavailable)
        .Map<RebuildRefusedException>(RebuildRefused);
}
