using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using CleanCqrs.Application.Projections;
using MediatR;
using Ordering.Application.Orders;
using Ordering.Application.Orders.GetOrder;
using Ordering.Application.Orders.Projections;

namespace Ordering.WebUi.Orders;

/// <summary>What a member sees live: the orders of their own that the read model has just taken in.</summary>
public sealed class OrderEvents(IProjectionFeed feed, IServiceScopeFactory scopes, TimeProvider timeProvider)
{
    public const string Ready = "ready";
    public const string Heartbeat = "heartbeat";
    public const string OrderChanged = "order";

    /// <summary>How long a stream is silent at most, so that both ends and everything between them know that it is open.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>Follows a member's orders; ends, without an exception, when it is cancelled.</summary>
    public async IAsyncEnumerable<SseItem<object>> FollowAsync(string memberId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var positions = feed.FollowAsync(OrderSummaryProjector.ProjectionName, end.Token).GetAsyncEnumerator(end.Token);
        var next = EndQuietly(positions.MoveNextAsync());
        try
        {
            yield return new SseItem<object>(new { }, Ready);
            var heartbeat = Task.Delay(HeartbeatInterval, timeProvider, end.Token);
            while (true)
            {
                // A stream of other members' news, which says nothing here, must not starve the heartbeat.
                if (await Task.WhenAny(next, heartbeat) != next || heartbeat.IsCompleted)
                {
                    if (end.IsCancellationRequested)
                    {
                        yield break;
                    }

                    yield return new SseItem<object>(new { }, Heartbeat);
                    heartbeat = Task.Delay(HeartbeatInterval, timeProvider, end.Token);
                    continue;
                }

                if (!await next)
                {
                    yield break;
                }

                if (await FindAsync(memberId, positions.Current.StreamId, end.Token) is { } summary)
                {
                    yield return new SseItem<object>(summary, OrderChanged) { EventId = IdOf(summary) };
                }

                next = EndQuietly(positions.MoveNextAsync());
            }
        }
        finally
        {
            await end.CancelAsync();
            await next;
        }
    }

    private static string IdOf(OrderSummary summary) => summary.Version.ToString(CultureInfo.InvariantCulture);

    private static async Task<bool> EndQuietly(ValueTask<bool> next)
    {
        try
        {
            return await next;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Looks in the read model of this member, so that a stream never carries anybody else's order.</summary>
    private async Task<OrderSummary?> FindAsync(string memberId, string streamId, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(streamId, out var orderId))
        {
            return null;
        }

        await using var scope = scopes.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        try
        {
            return await sender.Send(new GetOrderQuery(memberId, orderId), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
