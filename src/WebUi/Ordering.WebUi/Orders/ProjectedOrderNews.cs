using System.Runtime.CompilerServices;
using CleanCqrs.Application.Projections;
using MediatR;
using Ordering.Application.Orders;
using Ordering.Application.Orders.GetOrder;
using Ordering.Application.Orders.Projections;

namespace Ordering.WebUi.Orders;

/// <summary>The projection's own word, for a process that runs it alone.</summary>
public sealed class ProjectedOrderNews(IProjectionFeed feed, IServiceScopeFactory scopes) : IOrderNews
{
    public async IAsyncEnumerable<OrderSummary> FollowAsync(string memberId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var position in feed.FollowAsync(OrderSummaryProjector.ProjectionName, cancellationToken))
        {
            if (Guid.TryParse(position.StreamId, out var orderId) && await FindAsync(memberId, orderId, cancellationToken) is { } summary)
            {
                yield return summary;
            }
        }
    }

    /// <summary>Looks in the read model of this member, so that a stream never carries anybody else's order.</summary>
    private async Task<OrderSummary?> FindAsync(string memberId, Guid orderId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(new GetOrderQuery(memberId, orderId), cancellationToken);
    }
}
