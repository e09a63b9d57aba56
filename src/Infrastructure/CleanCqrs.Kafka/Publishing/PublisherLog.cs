using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>The log lines of producers.</summary>
internal static partial class PublisherLog
{
    [LoggerMessage(7301, LogLevel.Warning,
        "The Kafka producer has failed for good, and is built anew; publishing goes on with the first event that was not acknowledged")]
    public static partial void ProducerFailed(this ILogger logger);

    [LoggerMessage(7302, LogLevel.Information,
        "The producer of {TransactionalId} was fenced off; the lease decides whether it is opened anew")]
    public static partial void ProducerFenced(this ILogger logger, string transactionalId);

    [LoggerMessage(7303, LogLevel.Warning, "The transaction of {TransactionalId} has failed; its producer is built anew")]
    public static partial void TransactionFailed(this ILogger logger, Exception exception, string transactionalId);
}
