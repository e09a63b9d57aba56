using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Internals;

/// <summary>Passes on what librdkafka has to say, without the secrets.</summary>
internal static class ClientLog
{
    public static void Write(ILogger logger, LogMessage message, KafkaOptions options)
    {
        // A lost connection is found again by itself, and tried for again and again: whether it matters is seen in results, and in the health check.
        var level = message.Facility is "FAIL" or "ERROR" ? LogLevel.Debug : (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        if (logger.IsEnabled(level))
        {
            logger.Log(level, "librdkafka {Client} {Facility}: {Message}", message.Name, message.Facility, KafkaClients.Redact(message.Message, options));
        }
    }

    public static void Write(ILogger logger, Error error, KafkaOptions options)
    {
        var level = error.IsFatal ? LogLevel.Error : error.Code == ErrorCode.Local_AllBrokersDown ? LogLevel.Warning : LogLevel.Debug;
        if (logger.IsEnabled(level))
        {
            logger.Log(level, "Kafka: {Code}: {Reason}", error.Code, KafkaClients.Redact(error.Reason, options));
        }
    }
}
