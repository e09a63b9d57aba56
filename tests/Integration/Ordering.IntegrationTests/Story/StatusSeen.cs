using System.Globalization;
using System.Text.Json;

namespace Ordering.IntegrationTests.Story;

/// <summary>The answer of <c>GET /api/operations/status</c>.</summary>
/// <param name="Pending">Events that wait in the outbox.</param>
/// <param name="Published">Events that are published.</param>
/// <param name="DeadLetters">Events that the broker or the projection has refused for good.</param>
/// <param name="Held">Events that the projection holds back for now.</param>
/// <param name="Attempts">How often the broker was tried in vain; 0 while no outage is on record.</param>
/// <param name="RetryAfter">How long until it is tried again.</param>
internal sealed record StatusSeen(long Pending, long Published, long DeadLetters, long Held, int Attempts, TimeSpan? RetryAfter)
{
    public static StatusSeen Of(JsonElement status)
    {
        var (outbox, projection) = (status.GetProperty("outbox"), status.GetProperty("projections").EnumerateArray().Single());
        var outage = outbox.GetProperty("outage");
        var isOut = outage.ValueKind != JsonValueKind.Null;
        return new StatusSeen(
            outbox.GetProperty("pending").GetInt64(),
            outbox.GetProperty("published").GetInt64(),
            outbox.GetProperty("deadLetters").GetInt64() + projection.GetProperty("deadLetters").GetInt64(),
            projection.GetProperty("parked").GetInt64() + projection.GetProperty("retrying").GetInt64(),
            isOut ? outage.GetProperty("attempts").GetInt32() : 0,
            isOut ? TimeSpan.Parse(outage.GetProperty("retryAfter").GetString()!, CultureInfo.InvariantCulture) : null);
    }
}
