using CleanCqrs.Application.Commands;
using CleanCqrs.Domain;
using FluentValidation;
using Ordering.Application.Products;
using Ordering.Domain.Orders;

namespace Ordering.Application.Orders.CreateOrder;

public sealed record CreateOrderCommand(string MemberId, string ProductId, int Quantity) : ICommand<OrderReceipt>, IIdempotentCommand
{
    public string? IdempotencyKey { get; init; }

    string IIdempotentCommand.IdempotencyScope => MemberId;
}

public sealed class CreateOrderCommandValidator : AbstractValidator<CreateOrderCommand>
{
    public const int MaxQuantity = 1_000_000;

    public CreateOrderCommandValidator()
    {
        RuleFor(command => command.MemberId).NotEmpty();
        RuleFor(command => command.ProductId).Custom((productId, context) =>
        {
            if (ProductId.FindFlaw(productId) is { } flaw)
            {
                context.AddFailure(flaw);
            }
        });
        RuleFor(command => command.Quantity)
            .InclusiveBetween(1, MaxQuantity)
            .WithMessage($"The quantity must be between 1 and {MaxQuantity}; it is {{PropertyValue}}.");
    }
}

public sealed class CreateOrderCommandHandler(IOrderRepository orders, IProductCatalog catalog, TimeProvider timeProvider)
    : ICommandHandler<CreateOrderCommand, OrderReceipt>
{
    public async Task<OrderReceipt> Handle(CreateOrderCommand request, CancellationToken cancellationToken)
    {
        var product = await GetProductAsync(request.ProductId, cancellationToken);
        var now = timeProvider.GetUtcNow();
        var order = Order.Create(
            OrderId.New(now), request.MemberId, new ProductId(product.ProductId), request.Quantity, product.UnitPrice, now);
        orders.Add(order);
        return new OrderReceipt(order.Id.Value, order.Version);
    }

    private async Task<Product> GetProductAsync(string productId, CancellationToken cancellationToken)
    {
        var lookup = await catalog.FindAsync([productId], cancellationToken);
        if (lookup.Unavailable.Contains(productId))
        {
            throw new ProductCatalogUnavailableException(productId);
        }

        var rule = new ProductMustBeInCatalogueRule(productId, lookup);
        return rule.IsBroken() ? throw new DomainException(rule) : lookup.Found[productId];
    }
}
