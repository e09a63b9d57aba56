using System.Runtime.CompilerServices;
using MediatR;
using Ordering.Application.Orders;
using Ordering.Application.Orders.ListOrders;

namespace Ordering.WebUi.Orders;

/// <summary>
/// A look at the member's newest orders every second, where the projection runs in other processes: one query on an index per member,
/// however many pages the member has open.
/// </summary>
public sealed class PolledOrderNews(IServiceScopeFactory scopes, TimeProvider timeProvider) : IOrderNews
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A little less than the interval, so that a timer that fires early does not take its own last look again.
    private static readonly TimeSpan _sharedFor = Interval * 0.9;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Look> _looks = new(StringComparer.Ordinal);

    public async IAsyncEnumerable<OrderSummary> FollowAsync(string memberId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Open(memberId);
        try
        {
            using var timer = new PeriodicTimer(Interval, timeProvider);
            var known = (await LookAsync(memberId).WaitAsync(cancellationToken)).ToDictionary(summary => summary.OrderId);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var current = await LookAsync(memberId).WaitAsync(cancellationToken);
                foreach (var summary in current.Reverse().Where(
                    summary => !known.TryGetValue(summary.OrderId, out var before) || HasChanged(before, summary)))
                {
                    yield return summary;
                }

                known = current.ToDictionary(summary => summary.OrderId);
            }
        }
        finally
        {
            Close(memberId);
        }
    }

    private static bool HasChanged(OrderSummary before, OrderSummary after) =>
        before.Version < after.Version || before.ProductDetailsPending != after.ProductDetailsPending;

    private void Open(string memberId)
    {
        lock (_lock)
        {
            var look = _looks.GetValueOrDefault(memberId, Look.None);
            _looks[memberId] = look with { Pages = look.Pages + 1 };
        }
    }

    private void Close(string memberId)
    {
        lock (_lock)
        {
            if (_looks[memberId] is { Pages: > 1 } look)
            {
                _looks[memberId] = look with { Pages = look.Pages - 1 };
            }
            else
            {
                _looks.Remove(memberId);
            }
        }
    }

    /// <summary>What another page of the member has just seen, or a look of its own. None of them cancels it.</summary>
    private Task<IReadOnlyList<OrderSummary>> LookAsync(string memberId)
    {
        lock (_lock)
        {
            var look = _looks[memberId];
            if (look.Seen is null || timeProvider.GetElapsedTime(look.Since) >= _sharedFor)
            {
                look = look with { Since = timeProvider.GetTimestamp(), Seen = ListAsync(memberId) };
                _looks[memberId] = look;
            }

            return look.Seen;
        }
    }

    private async Task<IReadOnlyList<OrderSummary>> ListAsync(string memberId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var page = await scope.ServiceProvider.GetRequiredService<ISender>()
            .Send(new ListOrdersQuery(memberId, Limit: ListOrdersQuery.MaxLimit), CancellationToken.None);
        return page.Items;
    }

    private sealed record Look(int Pages, long Since, Task<IReadOnlyList<OrderSummary>>? Seen)
    {
        public static Look None { get; } = new(0, 0, null);
    }
}
