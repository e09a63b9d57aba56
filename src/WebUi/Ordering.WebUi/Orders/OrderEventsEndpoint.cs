using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http.HttpResults;
using Ordering.WebUi.Authentication;

namespace Ordering.WebUi.Orders;

public static class OrderEventsEndpoint
{
    public static ServerSentEventsResult<object> Handle(HttpContext context, OrderEvents events, IHostApplicationLifetime lifetime) =>
        TypedResults.ServerSentEvents(Follow(context, events, lifetime));

    // The stream ends with the host as well as with its reader, so that no open page holds up a shutdown.
    private static async IAsyncEnumerable<SseItem<object>> Follow(
        HttpContext context, OrderEvents events, IHostApplicationLifetime lifetime)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await foreach (var item in events.FollowAsync(context.User.GetMemberId(), end.Token))
        {
            yield return item;
        }
    }
}
