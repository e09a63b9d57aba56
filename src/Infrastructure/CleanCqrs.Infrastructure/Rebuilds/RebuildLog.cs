using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Rebuilds;

/// <summary>The log lines of rebuilds.</summary>
internal static partial class RebuildLog
{
    [LoggerMessage(4001, LogLevel.Information, "This process has ended its part in building {Generation}")]
    public static partial void BuildingEnded(this ILogger logger, string generation);

    [LoggerMessage(4002, LogLevel.Information, "This process takes part in building {Generation}")]
    public static partial void BuildingBegins(this ILogger logger, string generation);

    [LoggerMessage(4003, LogLevel.Warning,
        "This process takes no part in building {Generation}: it was begun with other code of the projectors ({Code}) than this "
            + "process runs ({Own}). If no process runs that code any more, cancel the rebuild and start it again")]
    public static partial void BuildingImpossible(this ILogger logger, string generation, string code, string own);

    [LoggerMessage(4004, LogLevel.Information, "Rebuilds are looked after again, after {Failures} failures")]
    public static partial void RebuildsLookedAfterAgain(this ILogger logger, int failures);

    [LoggerMessage(4005, LogLevel.Error,
        "It could not be seen which projections are being rebuilt ({Error}, {Failures} times); it is tried again every second")]
    public static partial void RebuildsNotSeen(this ILogger logger, Exception? exception, string error, int failures);

    [LoggerMessage(4006, LogLevel.Information,
        "{Generations} have been through all of history, and keep up with live events: they are ready")]
    public static partial void GenerationsComplete(this ILogger logger, string generations);

    [LoggerMessage(4007, LogLevel.Error, "{Generation} is ready, and could not be switched to; it is tried again every second: {Reason}")]
    public static partial void SwitchFailed(this ILogger logger, Exception? exception, string generation, string reason);

    [LoggerMessage(4008, LogLevel.Warning, "{Generation} could not be levelled ({Error}); the next attempt follows")]
    public static partial void LevellingFailed(this ILogger logger, string generation, string error);

    [LoggerMessage(4009, LogLevel.Information, "{Generations} could not be held still ({Error}); the next attempt follows")]
    public static partial void HoldingStillFailed(this ILogger logger, string generations, string error);

    [LoggerMessage(4010, LogLevel.Information,
        "A rebuild of {Projections} begins: {Generations} are filled from history beside the current tables")]
    public static partial void RebuildStarted(this ILogger logger, string projections, string generations);

    [LoggerMessage(4011, LogLevel.Information,
        "{Generations} are what queries read now; live events waited {Time}. The former tables are kept until they are forgotten")]
    public static partial void GenerationsSwitched(this ILogger logger, string generations, TimeSpan time);

    [LoggerMessage(4012, LogLevel.Information, "A rollback to {Generations} begins: they are brought up to date, and then switched to")]
    public static partial void RollbackBegins(this ILogger logger, string generations);

    [LoggerMessage(4013, LogLevel.Information, "The building of {Generations} is cancelled")]
    public static partial void BuildingCancelled(this ILogger logger, string generations);

    [LoggerMessage(4014, LogLevel.Information, "The former tables {Generations} are dropped")]
    public static partial void FormerTablesDropped(this ILogger logger, string generations);
}
