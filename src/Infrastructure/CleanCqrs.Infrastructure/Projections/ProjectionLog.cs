using CleanCqrs.Application.Transport;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>The log lines of projections.</summary>
internal static partial class ProjectionLog
{
    [LoggerMessage(2001, LogLevel.Debug, "Projection {Projection} stops in the middle of a retry")]
    public static partial void RetryInterrupted(this ILogger logger, Exception exception, string projection);

    [LoggerMessage(EventId = 2002, Message = "Projection {Projection} could not look for due events ({Error}); next attempt in {Delay}")]
    public static partial void DueEventsNotRead(
        this ILogger logger, LogLevel level, Exception? exception, string projection, string error, TimeSpan delay);

    [LoggerMessage(2003, LogLevel.Debug, "{StreamId}/{StreamVersion} is left to the other instance")]
    public static partial void LeftToOtherInstance(this ILogger logger, Exception exception, string streamId, long streamVersion);

    [LoggerMessage(2004, LogLevel.Warning,
        "{Count} processes that ran projection {Projection} on this machine have not ended in order. In case one of its events is "
            + "the reason, events are applied one by one for a while, and each attempt is on record before it is made")]
    public static partial void UncleanEndFound(this ILogger logger, int count, string projection);

    [LoggerMessage(2005, LogLevel.Warning,
        "It could not be put on record that projection {Projection} runs here ({Error}): if this process is killed, the next one "
            + "does not know of it")]
    public static partial void RunNotRecorded(this ILogger logger, string projection, string error);

    [LoggerMessage(2006, LogLevel.Warning,
        "It could not be put on record that projection {Projection} has ended in order ({Error}): the next one will be careful for a "
            + "while")]
    public static partial void EndNotRecorded(this ILogger logger, string projection, string error);

    [LoggerMessage(2007, LogLevel.Warning, "Projection {Projection} failed with a batch of {Count} events, and tries them apart")]
    public static partial void BatchFailed(this ILogger logger, Exception exception, string projection, int count);

    [LoggerMessage(2008, LogLevel.Warning,
        "Projection {Projection} has not ended in the time that the host has for its stop; what it has in hand is delivered again")]
    public static partial void ProjectionNotEnded(this ILogger logger, string projection);

    [LoggerMessage(2009, LogLevel.Information, "Projection {Projection} has taken over the progress of {Formerly}, which was its name")]
    public static partial void ProgressTakenOver(this ILogger logger, string projection, string formerly);

    [LoggerMessage(2010, LogLevel.Warning, "{Count} more attempts at events failed in projection {Projection} within a minute")]
    public static partial void MoreAttemptsFailed(this ILogger logger, int count, string projection);

    [LoggerMessage(2011, LogLevel.Error,
        "{Count} more events became dead letters of projection {Projection} within a minute: the list of dead letters names them")]
    public static partial void MoreDeadLetters(this ILogger logger, int count, string projection);

    [LoggerMessage(2012, LogLevel.Error,
        "Projection {Projection} received {Count} more messages that it can't read within a minute: the list of dead letters names "
            + "them")]
    public static partial void MoreUnreadable(this ILogger logger, string projection, int count);

    [LoggerMessage(2013, LogLevel.Error,
        "{EventType} {StreamId}/{StreamVersion}{ReceivedFrom} is a dead letter of projection {Projection} after {Attempts} attempts; "
            + "its stream waits behind it")]
    public static partial void DeadLettered(
        this ILogger logger,
        Exception exception,
        string eventType,
        string streamId,
        long streamVersion,
        string receivedFrom,
        string projection,
        int attempts);

    [LoggerMessage(2014, LogLevel.Warning,
        "{EventType} {StreamId}/{StreamVersion} failed in projection {Projection}, attempt {Attempts}, next at {RetryAt:O}: {Error}")]
    public static partial void AttemptFailed(
        this ILogger logger,
        string eventType,
        string streamId,
        long streamVersion,
        string projection,
        int attempts,
        DateTimeOffset? retryAt,
        string? error);

    [LoggerMessage(2015, LogLevel.Error,
        "Two events claim version {StreamVersion} of stream {StreamId}: {Holder} came first, and {EventType} {Other} is another one. "
            + "Projection {Projection} holds the stream until somebody decides; was the write database restored from a backup?")]
    public static partial void Collided(
        this ILogger logger, long streamVersion, string streamId, Guid holder, string eventType, Guid other, string projection);

    [LoggerMessage(2016, LogLevel.Error,
        "Stream {StreamId} of projection {Projection} has come to version {StreamVersion}, {Behind} events further than what is "
            + "applied. They are parked and none is lost, but they fill the read database: see what the stream waits for, a dead "
            + "letter or an event that is missing")]
    public static partial void BacklogGrows(this ILogger logger, string streamId, string projection, long streamVersion, long behind);

    [LoggerMessage(2017, LogLevel.Warning,
        "An attempt of projection {Projection} does not end: it is at {EventType} {StreamId}/{StreamVersion}, with {Count} events in "
            + "hand. It is left alone, and nothing it does reaches the read database any more")]
    public static partial void AttemptAbandoned(
        this ILogger logger, string projection, string eventType, string streamId, long streamVersion, int count);

    [LoggerMessage(2018, LogLevel.Information,
        "An abandoned attempt of projection {Projection} at {StreamId}/{StreamVersion} has ended after all; it had no effect")]
    public static partial void AbandonedAttemptEnded(this ILogger logger, string projection, string streamId, long streamVersion);

    [LoggerMessage(2019, LogLevel.Information,
        "Batches of projection {Projection} take turns for a while, since several change the same rows: {Conflict}")]
    public static partial void TurnsBegin(this ILogger logger, string projection, string conflict);

    [LoggerMessage(2020, LogLevel.Debug, "Projection {Projection} repeats what another transaction has overtaken")]
    public static partial void ConflictRepeated(this ILogger logger, Exception exception, string projection);

    [LoggerMessage(2021, LogLevel.Error, "Projection {Projection} can't read {Position} and keeps it: {Error}")]
    public static partial void Unreadable(this ILogger logger, string projection, LogPosition position, string error);

    [LoggerMessage(2022, LogLevel.Information, "Projection {Projection} can look for due events again, after {Failures} failed attempts")]
    public static partial void DueEventsReadAgain(this ILogger logger, string projection, int failures);

    [LoggerMessage(2023, LogLevel.Warning, "{Count} more batches failed in projection {Projection} within a minute, and were tried apart")]
    public static partial void MoreBatchesFailed(this ILogger logger, int count, string projection);
}
