using FluentValidation;

namespace Ordering.Application.Orders.CreateOrder;

public sealed class CreateOrderCommandValidator : AbstractValidator<CreateOrderCommand>
{
    public const int MaxQuantity = 1_000_000;
    public const int MaxProductIdLength = 64;

    public CreateOrderCommandValidator()
    {
        RuleFor(command => command.MemberId).NotEmpty();
        RuleFor(command => command.ProductId)
            .Cascade(CascadeMode.Stop)
            .NotEmpty().WithMessage("Name the product to order.")
            .MaximumLength(MaxProductIdLength).WithMessage($"A product id has at most {MaxProductIdLength} characters.")
            .Must(id => !id.Any(character => character == ',' || char.IsControl(character)))
            .WithMessage("A product id has no commas and no control characters.");
        RuleFor(command => command.Quantity)
            .InclusiveBetween(1, MaxQuantity)
            .WithMessage($"The quantity must be between 1 and {MaxQuantity}; it is {{PropertyValue}}.");
    }
}
