using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Ordering.Application.Orders;

namespace Ordering.WebUi.Orders;

/// <summary>What a member sees live: the orders of their own that the read model has just taken in.</summary>
public sealed class OrderEvents(IOrderNews news, TimeProvider timeProvider)
{
    public const string Ready = "ready";
    public const string Heartbeat = "heartbeat";
    public const string OrderChanged = "order";

    /// <summary>How long a stream is silent at most, so that both ends and everything between them know that it is open.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>Follows a member's orders; ends, without an exception, when it is cancelled.</summary>
    public async IAsyncEnumerable<SseItem<object>> FollowAsync(
        string memberId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var orders = news.FollowAsync(memberId, end.Token).GetAsyncEnumerator(end.Token);
        var next = EndQuietly(orders.MoveNextAsync());
        try
        {
            yield return new SseItem<object>(new { }, Ready);
            var heartbeat = Task.Delay(HeartbeatInterval, timeProvider, end.Token);
            while (true)
            {
                if (await Task.WhenAny(next, heartbeat) != next)
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

                yield return new SseItem<object>(orders.Current, OrderChanged) { EventId = IdOf(orders.Current) };
                next = EndQuietly(orders.MoveNextAsync());
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
}
