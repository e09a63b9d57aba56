using Microsoft.Extensions.Logging;

namespace CleanCqrs.PostgreSql.Notifications;

/// <summary>The log lines of notifications.</summary>
internal static partial class NotificationLog
{
    [LoggerMessage(6501, LogLevel.Warning,
        "Commits can't be announced on {Channel} ({Error}), so relays in other processes find them by looking only")]
    public static partial void CommitsNotAnnounced(this ILogger logger, string channel, string error);

    [LoggerMessage(6502, LogLevel.Information, "Listening on {Channel}")]
    public static partial void Listening(this ILogger logger, string channel);

    [LoggerMessage(6503, LogLevel.Warning,
        "Nothing is heard on {Channel} ({Error}), so relay and projections look by themselves only; next attempt in {Delay}")]
    public static partial void NothingHeard(this ILogger logger, string channel, string error, TimeSpan delay);
}
