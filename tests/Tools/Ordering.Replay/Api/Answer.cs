using System.Net;
using System.Text.Json;

namespace Ordering.Replay.Api;

/// <summary>What the host said, read to its end.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, TimeSpan? RetryAfter = null)
{
    /// <summary>The host asks to come again with the same request; a 409 with Retry-After says that it is still at work on it.</summary>
    public bool AsksToRetry => Status
        is HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout
        || (Status == HttpStatusCode.Conflict && RetryAfter is not null);

    /// <summary>Names a refusal by its status and its problem details (RFC 9457).</summary>
    public string Refusal
    {
        get
        {
            try
            {
                var problem = JsonSerializer.Deserialize<Problem>(Body, JsonSerializerOptions.Web);
                return $"{(int)Status} {problem?.Title ?? "without a title"} ({problem?.Type ?? "about:blank"})";
            }
            catch (JsonException)
            {
                return $"{(int)Status} without problem details";
            }
        }
    }

    private sealed record Problem(string? Type = null, string? Title = null);
}
