using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka;

/// <summary>The log lines of the Kafka transport.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(7501, LogLevel.Warning,
        "Handlers of events do not end: their groups are left without goodbye, and what they have in hand is delivered again")]
    public static partial void HandlersDoNotEnd(this ILogger logger);
}
