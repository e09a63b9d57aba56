using System.Runtime.CompilerServices;
using CleanCqrs.Application.Signals;
using MediatR;
using Ordering.Application.Orders;
using Ordering.Application.Orders.GetOrder;
using Ordering.Application.Orders.Projections;

namespace Ordering.WebUi.Orders;

/// <summary>The projection's own word, for a process that runs it alone.</summary>
public sealed class ProjectedOrderNews(CommitSignal commits, IServiceScopeFactory scopes) : IOrderNews
{
    /// <summary>How many commits a page may be behind; a slower one loses the oldest.</summary>
    private const int Capacity = 1_024;

    public async IAsyncEnumerable<OrderSummary> FollowAsync(string memberId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var projected = commits.FollowAsync<ProjectionCommit>(Capacity, cancellationToken)
            .Where(commit => commit.Projection == OrderSummaryProjector.ProjectionName)
            .SelectMany(commit => commit.Positions);
        await foreach (var position in projected)
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
