using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Transport;

/// <summary>The log lines of the in-process transport.</summary>
internal static partial class InProcessLog
{
    [LoggerMessage(1501, LogLevel.Information, "Group {Group} has come to the end of what it had in hand for long in lane {Lane}")]
    public static partial void LaneCaughtUp(this ILogger logger, string group, int lane);

    [LoggerMessage(1502, LogLevel.Warning,
        "Group {Group} takes long for events of lane {Lane}, {Count} of them; the others go on meanwhile")]
    public static partial void LaneTakesLong(this ILogger logger, string group, int lane, int count);

    [LoggerMessage(1503, LogLevel.Warning, "Group {Group} failed with {Count} events, attempt {Attempt} of {Attempts}: {Error}")]
    public static partial void DeliveryFailed(
        this ILogger logger, Exception? exception, string group, int count, int attempt, int attempts, string error);

    [LoggerMessage(1504, LogLevel.Debug, "What was left behind was given up")]
    public static partial void LeftBehindGivenUp(this ILogger logger, Exception? exception);

    [LoggerMessage(1505, LogLevel.Information, "Group {Group} takes events again, after {Failures} failed deliveries")]
    public static partial void DeliveriesSucceedAgain(this ILogger logger, string group, int failures);
}
