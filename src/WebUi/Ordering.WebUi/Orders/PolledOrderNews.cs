using System.Runtime.CompilerServices;
using MediatR;
using Ordering.Application.Orders;
using Ordering.Application.Orders.ListOrders;

namespace Ordering.WebUi.Orders;

/// <summary>
/// A look at the member's newest orders every second, where the projection runs in other processes: one query on an index per open page.
/// </summary>
public sealed class PolledOrderNews(IServiceScopeFactory scopes, TimeProvider timeProvider) : IOrderNews
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<OrderSummary> FollowAsync(string memberId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, timeProvider);
        var known = (await ListAsync(memberId, cancellationToken)).ToDictionary(summary => summary.OrderId);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var current = await ListAsync(memberId, cancellationToken);
            foreach (var summary in current.Reverse().Where(
                summary => !known.TryGetValue(summary.OrderId, out var before) || HasChanged(before, summary)))
            {
                yield return summary;
            }

            known = current.ToDictionary(summary => summary.OrderId);
        }
    }

    private static bool HasChanged(OrderSummary before, OrderSummary after) =>
        before.Version < after.Version || before.ProductDetailsPending != after.ProductDetailsPending;

    private async Task<IReadOnlyList<OrderSummary>> ListAsync(string memberId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var page = await scope.ServiceProvider.GetRequiredService<ISender>()
            .Send(new ListOrdersQuery(memberId, Limit: ListOrdersQuery.MaxLimit), cancellationToken);
        return page.Items;
    }
}
