using System.Net;

namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>What the host said, read to its end.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, TimeSpan? RetryAfter)
{
    /// <summary>The host asks to come again with the same request; a 409 with Retry-After says that it is still at work on it.</summary>
    public bool AsksToRetry => Status
        is HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout
        || (Status == HttpStatusCode.Conflict && RetryAfter is not null);
}
