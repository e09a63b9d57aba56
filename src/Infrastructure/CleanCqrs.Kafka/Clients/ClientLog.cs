using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Clients;

/// <summary>The log lines of the clients of Kafka.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(7001, LogLevel.Error, "No connection to Kafka: {Problem}")]
    public static partial void NoConnection(this ILogger logger, string problem);

    [LoggerMessage(EventId = 7002, Message = "librdkafka {Client} {Facility}: {Message}")]
    public static partial void LibrdkafkaSays(this ILogger logger, LogLevel level, string client, string facility, string message);

    [LoggerMessage(EventId = 7003, Message = "Kafka: {Error}")]
    public static partial void ClientError(this ILogger logger, LogLevel level, string error);
}
