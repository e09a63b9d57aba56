using FluentValidation;

namespace Ordering.Application.Orders.ListOrders;

public sealed class ListOrdersQueryValidator : AbstractValidator<ListOrdersQuery>
{
    public ListOrdersQueryValidator()
    {
        RuleFor(query => query.Limit)
            .InclusiveBetween(1, ListOrdersQuery.MaxLimit)
            .WithMessage($"The limit must be between 1 and {ListOrdersQuery.MaxLimit}; it is {{PropertyValue}}.");
        RuleFor(query => query.Status)
            .Must(status => status is null || OrderSummaryStatus.IsKnown(status))
            .WithMessage($"The status is {OrderSummaryStatus.Created} or {OrderSummaryStatus.Cancelled}; it is '{{PropertyValue}}'.");
        RuleFor(query => query.Cursor)
            .Must(cursor => cursor is null || OrderCursor.TryParse(cursor, out _))
            .WithMessage("The cursor is not one that a list of orders has returned as nextCursor.");
        RuleFor(query => query.To)
            .Must((query, to) => to > query.From)
            .When(query => query.From is not null && query.To is not null)
            .WithMessage("'to' must be later than 'from'.");
    }
}
