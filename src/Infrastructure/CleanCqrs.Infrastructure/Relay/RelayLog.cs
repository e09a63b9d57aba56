using CleanCqrs.Application.Transport;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Relay;

/// <summary>The log lines of the relay.</summary>
internal static partial class RelayLog
{
    [LoggerMessage(1001, LogLevel.Warning,
        "{Count} more messages were not published within a minute; they are tried again on their schedule")]
    public static partial void MoreNotPublished(this ILogger logger, int count);

    [LoggerMessage(1002, LogLevel.Error,
        "The transport refused {Count} more messages within a minute: the list of dead letters names them")]
    public static partial void MoreRefused(this ILogger logger, int count);

    [LoggerMessage(1003, LogLevel.Warning, "The relay was stalled for too long to publish what it has read; it asks for its lease again")]
    public static partial void RelayWasStalled(this ILogger logger);

    [LoggerMessage(1004, LogLevel.Information,
        "A batch was given up and may still be delivered: the leases end by themselves, in at most {Lease}")]
    public static partial void BatchGivenUp(this ILogger logger, TimeSpan lease);

    [LoggerMessage(1005, LogLevel.Information,
        "Another instance has taken over the bucket ranges {Ranges} before a publication: it publishes their messages")]
    public static partial void TakenOverBefore(this ILogger logger, string ranges);

    [LoggerMessage(1006, LogLevel.Warning, "The leases could not be renewed during a publication: {Error}")]
    public static partial void LeasesNotRenewed(this ILogger logger, string error);

    [LoggerMessage(1007, LogLevel.Warning,
        "Another instance has taken over the bucket ranges {Ranges} during a publication: what became of their messages is for it to "
            + "record")]
    public static partial void TakenOverDuring(this ILogger logger, string ranges);

    [LoggerMessage(1008, LogLevel.Warning, "The transport takes no messages ({Error}); attempt {Attempts}, next in {Delay}")]
    public static partial void TransportAway(this ILogger logger, string error, int attempts, TimeSpan delay);

    [LoggerMessage(1009, LogLevel.Information, "The transport takes messages again, after {Attempts} failed attempts")]
    public static partial void TransportBack(this ILogger logger, int attempts);

    [LoggerMessage(EventId = 1010, Message = "{EventType} {StreamId}/{StreamVersion} was not published ({Outcome}): {Error}")]
    public static partial void NotPublished(
        this ILogger logger, LogLevel level, string eventType, string streamId, long streamVersion, PublishOutcome outcome, string? error);

    [LoggerMessage(1011, LogLevel.Warning, "The transport failed with {Count} messages in hand")]
    public static partial void TransportFailed(this ILogger logger, Exception exception, int count);

    [LoggerMessage(1012, LogLevel.Information, "The outbox can be read again, after {Failures} failed rounds")]
    public static partial void OutboxReadableAgain(this ILogger logger, int failures);

    [LoggerMessage(EventId = 1013, Message = "The relay could not work on the outbox ({Error}); next attempt in {Delay}")]
    public static partial void OutboxNotReadable(this ILogger logger, LogLevel level, Exception? exception, string error, TimeSpan delay);

    [LoggerMessage(1014, LogLevel.Warning, "The relay could not give up its leases ({Error}); others take over in {Lease}")]
    public static partial void LeasesNotGivenUp(this ILogger logger, string error, TimeSpan lease);

    [LoggerMessage(1015, LogLevel.Debug, "The relay stops waiting, and drains the outbox")]
    public static partial void RelayDrains(this ILogger logger);

    [LoggerMessage(1016, LogLevel.Warning, "Nothing more could be deleted for now ({Error}); next attempt in {Delay}")]
    public static partial void NothingDeleted(this ILogger logger, string error, TimeSpan delay);

    [LoggerMessage(1017, LogLevel.Warning,
        "{Count} messages that were published more than {Age} ago are kept for projection {Projection}, which has seen history up to "
            + "position {Position} and said so last at {UpdatedAt}. Where it is gone for good, let it be forgotten "
            + "(IHistoryReaders.ForgetAsync); with Outbox:DeleteUnseen they are deleted, and it gets holes")]
    public static partial void MessagesKeptForProjection(
        this ILogger logger, int count, TimeSpan age, string projection, long position, DateTimeOffset updatedAt);

    [LoggerMessage(1018, LogLevel.Information, "Deleted {Count} {What} more than {Age} ago")]
    public static partial void MessagesDeleted(this ILogger logger, long count, string what, TimeSpan age);

    [LoggerMessage(1019, LogLevel.Warning,
        "What was published last could not be recorded ({Error}): it is published once more, and dropped as known")]
    public static partial void LastNotRecorded(this ILogger logger, string error);
}
