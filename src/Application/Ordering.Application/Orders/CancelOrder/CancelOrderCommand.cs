using CleanCqrs.Application.Commands;
using FluentValidation;
using Ordering.Domain.Orders;

namespace Ordering.Application.Orders.CancelOrder;

/// <summary>Cancels a member's own order. The answer is <see langword="null"/> when the member has no such order.</summary>
public sealed record CancelOrderCommand(string MemberId, Guid OrderId, string? Reason) : ICommand<OrderReceipt?>, IIdempotentCommand
{
    public string? IdempotencyKey { get; init; }

    string IIdempotentCommand.IdempotencyScope => MemberId;
}

public sealed class CancelOrderCommandValidator : AbstractValidator<CancelOrderCommand>
{
    public const int MaxReasonLength = 500;

    public CancelOrderCommandValidator()
    {
        RuleFor(command => command.MemberId).NotEmpty();
        RuleFor(command => command.Reason)
            .MaximumLength(MaxReasonLength).WithMessage($"A reason has at most {MaxReasonLength} characters.");
    }
}

public sealed class CancelOrderCommandHandler(IOrderRepository orders, TimeProvider timeProvider)
    : ICommandHandler<CancelOrderCommand, OrderReceipt?>
{
    public async Task<OrderReceipt?> Handle(CancelOrderCommand request, CancellationToken cancellationToken)
    {
        var order = await orders.FindAsync(new OrderId(request.OrderId), cancellationToken);
        if (order is null || order.MemberId != request.MemberId)
        {
            return null;
        }

        order.Cancel(request.Reason, timeProvider.GetUtcNow());
        return new OrderReceipt(order.Id.Value, order.Version);
    }
}
