using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Topics;

/// <summary>The log lines of topics.</summary>
internal static partial class TopicLog
{
    [LoggerMessage(7401, LogLevel.Warning,
        "Kafka:Source is not set: events of this system can't be told from those of another one on the cluster that has not named "
            + "itself, either. Name the system, for example /ordering, the same in all of its programs")]
    public static partial void SourceNotSet(this ILogger logger);

    [LoggerMessage(7402, LogLevel.Warning, "No broker of {Brokers} answers ({Error}); events wait until one does")]
    public static partial void NoBrokerAnswers(this ILogger logger, string brokers, string error);

    [LoggerMessage(7403, LogLevel.Information, "The brokers of {Brokers} answer, and the topics are there")]
    public static partial void BrokersAnswer(this ILogger logger, string brokers);

    [LoggerMessage(7404, LogLevel.Error, "{Problem}")]
    public static partial void TopicsUnusable(this ILogger logger, string problem);

    [LoggerMessage(7405, LogLevel.Debug, "Still no broker answers")]
    public static partial void StillNoBroker(this ILogger logger, Exception exception);

    [LoggerMessage(7406, LogLevel.Debug, "The host stops before a broker has answered")]
    public static partial void StopBeforeBroker(this ILogger logger);

    [LoggerMessage(7407, LogLevel.Warning, "{Deviation}")]
    public static partial void TopicDeviates(this ILogger logger, string deviation);

    [LoggerMessage(7408, LogLevel.Information, "Created the topics {Topics}")]
    public static partial void TopicsCreated(this ILogger logger, string topics);
}
