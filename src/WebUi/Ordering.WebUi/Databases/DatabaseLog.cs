namespace Ordering.WebUi.Databases;

/// <summary>The log lines of the databases.</summary>
internal static partial class DatabaseLog
{
    [LoggerMessage(9201, LogLevel.Warning, "{Reason} The host starts without it, and tries again")]
    public static partial void DatabaseUnusableAtStart(this ILogger logger, string reason);

    [LoggerMessage(9202, LogLevel.Information, "{Database} can be used now, after {Failures} failed attempts")]
    public static partial void DatabaseUsable(this ILogger logger, string database, int failures);

    [LoggerMessage(9203, LogLevel.Warning, "{Reason}")]
    public static partial void DatabaseNotUsable(this ILogger logger, string reason);
}
