using FluentValidation;

namespace Ordering.Application.Orders.CancelOrder;

public sealed class CancelOrderCommandValidator : AbstractValidator<CancelOrderCommand>
{
    public const int MaxReasonLength = 500;

    public CancelOrderCommandValidator()
    {
        RuleFor(command => command.MemberId).NotEmpty();
        RuleFor(command => command.Reason).MaximumLength(MaxReasonLength).WithMessage($"A reason has at most {MaxReasonLength} characters.");
    }
}
