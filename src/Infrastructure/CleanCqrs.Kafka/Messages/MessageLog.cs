using CleanCqrs.Application.Transport;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Messages;

/// <summary>The log lines of messages of other systems.</summary>
internal static partial class MessageLog
{
    [LoggerMessage(7201, LogLevel.Information, "Group {Group} passes over the events of '{Source}', the first at {Position}")]
    public static partial void ForeignPassedOver(this ILogger logger, string group, string source, LogPosition? position);

    [LoggerMessage(7202, LogLevel.Error,
        "Group {Group} receives events of '{Source}', the first at {Position}. They belong to another system: they are kept apart as "
            + "unreadable messages, and not applied. Give each system on the cluster a Kafka:NamePrefix of its own; or name the "
            + "source in Kafka:Consumer:Sources, if its events belong here, or in Kafka:Consumer:IgnoredSources, if they are to be "
            + "passed over")]
    public static partial void ForeignKeptApart(this ILogger logger, string group, string source, LogPosition? position);

    [LoggerMessage(7203, LogLevel.Warning,
        "Group {Group} has kept {Kept} events of '{Source}' since this process began, as many as Kafka:Consumer:MaxForeignEvents "
            + "allows. It passes over the others from {Position} on, and only counts them")]
    public static partial void ForeignLimitReached(this ILogger logger, string group, int kept, string source, LogPosition? position);
}
