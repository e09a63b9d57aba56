using CleanCqrs.Application.Queries;
using FluentValidation;

namespace Ordering.Application.Orders.ListOrders;

public sealed record ListOrdersQuery(
    string MemberId,
    string? Status = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    int Limit = ListOrdersQuery.DefaultLimit,
    string? Cursor = null) : IQuery<OrderPage>
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;
}

public sealed record OrderPage(IReadOnlyList<OrderSummary> Items, string? NextCursor);

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

public sealed class ListOrdersQueryHandler(IOrderSummaryReader summaries) : IQueryHandler<ListOrdersQuery, OrderPage>
{
    public async Task<OrderPage> Handle(ListOrdersQuery request, CancellationToken cancellationToken)
    {
        var after = OrderCursor.TryParse(request.Cursor, out var cursor) ? cursor : null;
        var filter = new OrderFilter(request.MemberId, request.Status, request.From, request.To);
        var found = await summaries.ListAsync(filter, after, request.Limit + 1, cancellationToken);
        return found.Count <= request.Limit
            ? new OrderPage(found, null)
            : new OrderPage([.. found.Take(request.Limit)], OrderCursor.Of(found[request.Limit - 1]).ToString());
    }
}
