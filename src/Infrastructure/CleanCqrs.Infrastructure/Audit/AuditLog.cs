using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>The log lines of audits.</summary>
internal static partial class AuditLog
{
    [LoggerMessage(5001, LogLevel.Error,
        "Projection {Projection} is ahead of the write side in {Count} streams, one of them {StreamId}. {Error} It holds them until "
            + "somebody decides; was the write database restored from a backup? Replay them from the write side, or raise its "
            + "versions")]
    public static partial void StreamsAhead(this ILogger logger, string projection, int count, string streamId, string error);

    [LoggerMessage(5002, LogLevel.Debug, "The audit of {Projections} is made again later")]
    public static partial void AuditComesLater(this ILogger logger, Exception exception, string projections);

    [LoggerMessage(5003, LogLevel.Warning,
        "An operator has let the write side go on behind what the projections have applied in {Count} streams, one of them "
            + "{StreamId} from version {From} to {To}")]
    public static partial void WriteSideRaised(this ILogger logger, int count, string streamId, long from, long to);

    [LoggerMessage(5004, LogLevel.Information, "An audit of {Projections} begins")]
    public static partial void AuditBegins(this ILogger logger, string projections);

    [LoggerMessage(5005, LogLevel.Warning, "An audit of {Projections} did not come to its end: {Error}")]
    public static partial void AuditEndedEarly(this ILogger logger, Exception? exception, string projections, string error);

    [LoggerMessage(5006, LogLevel.Error,
        "An audit of {Streams} streams found projection {Projection} different from the write model in {Total} of them: {Counts}. "
            + "One is {StreamId}, at version {Written} there and {Projected} here")]
    public static partial void StreamsDiffer(
        this ILogger logger, long streams, string projection, long total, string counts, string streamId, long written, long projected);

    [LoggerMessage(5007, LogLevel.Information, "An audit of {Streams} streams found {Projections} equal to the write model, after {Time}")]
    public static partial void StreamsEqual(this ILogger logger, long streams, string projections, TimeSpan time);

    [LoggerMessage(5008, LogLevel.Error,
        "An audit found {Total} of {Read} rows of {Rows}, which projection {Projection} writes, different from their aggregates: "
            + "{Counts}. One is {Key}, in {Columns}")]
    public static partial void RowsDiffer(
        this ILogger logger, long total, long read, string rows, string projection, string counts, string key, string columns);

    [LoggerMessage(5009, LogLevel.Warning,
        "An audit could not compare {Unsettled} rows of {Rows}, which projection {Projection} writes: their aggregates were changed "
            + "between one look and the next, each time")]
    public static partial void RowsUnsettled(this ILogger logger, long unsettled, string rows, string projection);

    [LoggerMessage(5010, LogLevel.Error,
        "Projection {Projection} is ahead of the write side in {Count} more streams, found within a minute")]
    public static partial void MoreStreamsAhead(this ILogger logger, string projection, int count);
}
