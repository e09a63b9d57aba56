using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Repairs;

/// <summary>The log lines of comparisons and repairs.</summary>
internal static partial class RepairLog
{
    [LoggerMessage(EventId = 4501, Message =
        "Projection {Projection} was compared with a fresh one of the same events: {Rows} rows compared, {Differences} differences "
            + "listed, {Behind} streams that the events do not reach, {Ahead} in which it lags. The first row is {Table} {Key} "
            + "{Column}")]
    public static partial void ProjectionCompared(
        this ILogger logger,
        LogLevel level,
        string projection,
        long rows,
        int differences,
        long behind,
        long ahead,
        string table,
        string? key,
        string? column);

    [LoggerMessage(4502, LogLevel.Warning,
        "Projection {Projection} was repaired from its events: {Deleted} rows deleted, {Inserted} inserted, {Updated} updated, and "
            + "the progress of {Streams} streams; of what was chosen, {Unchanged} rows do not differ")]
    public static partial void ProjectionRepaired(
        this ILogger logger, string projection, long deleted, long inserted, long updated, long streams, long unchanged);
}
