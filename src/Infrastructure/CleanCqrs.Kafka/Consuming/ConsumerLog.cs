using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Consuming;

/// <summary>The log lines of consumer groups.</summary>
internal static partial class ConsumerLog
{
    [LoggerMessage(7101, LogLevel.Error, "The consumer of group {Group} has failed for good, and joins anew")]
    public static partial void ConsumerFailed(this ILogger logger, Exception exception, string group);

    [LoggerMessage(7102, LogLevel.Warning, "Group {Group} was left without goodbye; what was handled last may be delivered again")]
    public static partial void GroupLeftWithoutGoodbye(this ILogger logger, Exception exception, string group);

    [LoggerMessage(7103, LogLevel.Warning, "Group {Group} can't receive ({Error}), and goes on trying")]
    public static partial void CannotReceive(this ILogger logger, string group, string error);

    [LoggerMessage(7104, LogLevel.Warning,
        "Group {Group} abandons a batch of {Count} messages: a partition of it has moved to another member")]
    public static partial void BatchAbandoned(this ILogger logger, string group, int count);

    [LoggerMessage(EventId = 7105, Message = "Group {Group} failed with a batch of {Count} messages, attempt {Attempt}: {Error}")]
    public static partial void BatchNotHandled(
        this ILogger logger, LogLevel level, Exception? exception, string group, int count, int attempt, string error);

    [LoggerMessage(7106, LogLevel.Information, "Group {Group} gets {Partitions}")]
    public static partial void PartitionsAssigned(this ILogger logger, string group, string partitions);

    [LoggerMessage(7107, LogLevel.Information, "Group {Group} gives back {Partitions}")]
    public static partial void PartitionsRevoked(this ILogger logger, string group, string partitions);

    [LoggerMessage(7108, LogLevel.Warning, "Group {Group} has lost {Partitions}")]
    public static partial void PartitionsLost(this ILogger logger, string group, string partitions);
}
