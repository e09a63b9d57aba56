using Microsoft.Extensions.Logging;

namespace CleanCqrs.EntityFrameworkCore.Contexts;

/// <summary>The log lines of settings of SQL Server.</summary>
internal static partial class RowVersionLog
{
    [LoggerMessage(6101, LogLevel.Warning,
        "The database of {Context} has READ_COMMITTED_SNAPSHOT switched off: a relay waits for every commit that is under way, and "
            + "for other relays. Switch it on: ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON")]
    public static partial void ReadCommittedSnapshotIsOff(this ILogger logger, string context);

    [LoggerMessage(6102, LogLevel.Warning,
        "The database of {Context} has ALLOW_SNAPSHOT_ISOLATION switched off: projections lock what they read, and of two that "
            + "change the same row one is the victim of a deadlock and runs again. Switch it on: ALTER DATABASE CURRENT SET "
            + "ALLOW_SNAPSHOT_ISOLATION ON")]
    public static partial void SnapshotIsolationIsOff(this ILogger logger, string context);

    [LoggerMessage(6103, LogLevel.Information, "Nobody could ask the database of {Context} whether it keeps versions of rows")]
    public static partial void RowVersionsUnknown(this ILogger logger, Exception exception, string context);
}
