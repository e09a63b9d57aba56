using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.History;

/// <summary>The log lines of history and who follows it.</summary>
internal static partial class HistoryLog
{
    [LoggerMessage(3001, LogLevel.Information,
        "Projection {Projection} catches up beside live events: it goes through about {Behind} events of history")]
    public static partial void CatchUpBegins(this ILogger logger, string projection, long behind);

    [LoggerMessage(3002, LogLevel.Information,
        "Projection {Projection} catches up: {Seen} events seen, {Healed} of them applied, about {Behind} left, {Rate:0} a second, "
            + "{Remaining:0} s to go")]
    public static partial void CatchUpProgress(
        this ILogger logger, string projection, long seen, long healed, long behind, double? rate, double? remaining);

    [LoggerMessage(3003, LogLevel.Information, "Projection {Projection} has caught up: {Healed} events of history were applied in {Time}")]
    public static partial void CaughtUp(this ILogger logger, string projection, long healed, TimeSpan time);

    [LoggerMessage(3004, LogLevel.Warning,
        "Projection {Projection} found {Healed} events in history that had not reached it, and applied them")]
    public static partial void EventsHadNotArrived(this ILogger logger, string projection, long healed);

    [LoggerMessage(3005, LogLevel.Warning,
        "Projection {Projection} could not leave its parts of history to others ({Error}); they wait for its lease")]
    public static partial void HistoryNotLeftToOthers(this ILogger logger, string projection, string error);

    [LoggerMessage(3006, LogLevel.Warning,
        "Projection {Projection} is new and begins with the first event of history; the read database also holds the progress of "
            + "{Others}, which this host does not run. If it is only a new name for one of them, whose rows would be changed a "
            + "second time, say projection.Formerly(...)")]
    public static partial void OtherProgressFound(this ILogger logger, string projection, string others);

    [LoggerMessage(3007, LogLevel.Warning,
        "Projection {Projection} goes through history from the beginning: what stands there is not what it has seen up to position "
            + "{Position}")]
    public static partial void HistoryReplaced(this ILogger logger, string projection, long position);

    [LoggerMessage(3008, LogLevel.Error,
        "Projection {Projection} begins to read history after position {Seen}, and retention has deleted events up to position "
            + "{Deleted}: streams may be missing from it that nothing tells of. Fill it in another way, and accept the hole")]
    public static partial void HistoryWasDeleted(this ILogger logger, string projection, long seen, long deleted);

    [LoggerMessage(3009, LogLevel.Information, "Projection {Projection} can compare itself with history again, after {Failures} failures")]
    public static partial void HistoryReadableAgain(this ILogger logger, string projection, int failures);

    [LoggerMessage(EventId = 3010, Message =
        "Projection {Projection} could not compare itself with history ({Error}); next attempt in {Delay}")]
    public static partial void HistoryNotReadable(
        this ILogger logger, LogLevel level, Exception? exception, string projection, string error, TimeSpan delay);

    [LoggerMessage(3011, LogLevel.Information, "{Count} holes of projection {Projection} are filled")]
    public static partial void HolesFilled(this ILogger logger, int count, string projection);

    [LoggerMessage(3012, LogLevel.Information, "Projection {Projection} fetched {Count} events from history for which others were parked")]
    public static partial void EventsFetched(this ILogger logger, string projection, int count);

    [LoggerMessage(3013, LogLevel.Information,
        "Projection {Projection} goes on in stream {StreamId} behind version {Version}, which an operator has given up")]
    public static partial void StreamPassedOver(this ILogger logger, string projection, string streamId, long version);

    [LoggerMessage(3014, LogLevel.Error,
        "Projection {Projection} lacks events that history does not hold either: {Count} holes are open, one of them in stream "
            + "{StreamId} from version {From} to {To}. Their streams wait until the events are put back, or the holes are accepted")]
    public static partial void HolesOpen(this ILogger logger, string projection, long count, string streamId, long from, long to);

    [LoggerMessage(3015, LogLevel.Information,
        "Projection {Projection} knows no history of events in this host, so it has what the transport delivers and nothing else. "
            + "Give the host the write database (UseOutbox<TWriteContext>()), or have it read the topics "
            + "(Kafka:Consumer:ReadsHistory), where a projection should catch up and heal by itself")]
    public static partial void NoHistory(this ILogger logger, string projection);
}
