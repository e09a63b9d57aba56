using Microsoft.Extensions.Logging;

namespace Ordering.Infrastructure.Sqlite;

/// <summary>The log lines of migrations on SQLite.</summary>
internal static partial class SqliteLog
{
    [LoggerMessage(9101, LogLevel.Information, "The {Model} database waits for another process, which migrates it")]
    public static partial void OtherProcessMigrates(this ILogger logger, string model);
}
