using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Queries;
using Ordering.Application.Orders;
using Ordering.Application.Orders.ListOrders;
using Ordering.Domain.Orders;

namespace Ordering.IntegrationTests.Web.StandIns;

/// <summary>A read model that is never behind: whatever it has not reached, it never will.</summary>
public sealed class InMemoryReadModel : IOrderSummaryReader, IReadModelWaiter, IProjectionFeed
{
    private readonly ConcurrentDictionary<Guid, OrderSummary> _summaries = new();
    private readonly ConcurrentDictionary<Channel<StreamPosition>, string> _followers = new();

    public void Project(Order order)
    {
        var summary = new OrderSummary
        {
            OrderId = order.Id.Value,
            OrderDate = order.OrderDate,
            Status = order.Status == OrderStatus.Cancelled ? OrderSummaryStatus.Cancelled : OrderSummaryStatus.Created,
            ProductId = order.ProductId,
            Quantity = order.Quantity,
            UnitPrice = order.UnitPrice,
            TotalPrice = order.Quantity * order.UnitPrice,
            MemberId = order.MemberId,
            Version = order.Version,
        };
        if (order.ProductId != StandInCatalog.WithoutDetails)
        {
            summary.CompleteProductDetails(StandInCatalog.Product(order.ProductId));
        }

        _summaries[summary.OrderId] = summary;
        var now = order.OrderDate;
        foreach (var (follower, _) in _followers)
        {
            follower.Writer.TryWrite(new StreamPosition(order.StreamId, order.Version, now, now));
        }
    }

    public Task<OrderSummary?> FindAsync(string memberId, Guid orderId, CancellationToken cancellationToken) =>
        Task.FromResult(_summaries.GetValueOrDefault(orderId) is { } summary && summary.MemberId == memberId ? summary : null);

    public Task<IReadOnlyList<OrderSummary>> ListAsync(OrderFilter filter, OrderCursor? after, int maxCount, CancellationToken cancellationToken)
    {
        IReadOnlyList<OrderSummary> found =
        [
            .. _summaries.Values
                .Where(summary => summary.MemberId == filter.MemberId)
                .Where(summary => filter.Status is null || summary.Status == filter.Status)
                .Where(summary => filter.From is null || summary.OrderDate >= filter.From)
                .Where(summary => filter.To is null || summary.OrderDate < filter.To)
                .OrderByDescending(summary => (summary.OrderDate, summary.OrderId))
                .Where(summary => after is null || (summary.OrderDate, summary.OrderId).CompareTo((after.OrderDate, after.OrderId)) < 0)
                .Take(maxCount),
        ];
        return Task.FromResult(found);
    }

    public Task<bool> WaitAsync(string projection, ConsistencyToken token, TimeSpan timeout, CancellationToken cancellationToken) =>
        Task.FromResult(Guid.TryParse(token.StreamId, out var id) && _summaries.GetValueOrDefault(id)?.Version >= token.Version);

    public async IAsyncEnumerable<StreamPosition> FollowAsync(string projection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<StreamPosition>();
        _followers[channel] = projection;
        try
        {
            await foreach (var position in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return position;
            }
        }
        finally
        {
            _followers.TryRemove(channel, out _);
        }
    }
}
