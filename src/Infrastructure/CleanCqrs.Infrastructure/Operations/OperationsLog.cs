using CleanCqrs.Application.Operations;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Operations;

/// <summary>The log lines of what operators do.</summary>
internal static partial class OperationsLog
{
    [LoggerMessage(5501, LogLevel.Information, "Deleted {Count} actions of operators that are more than {Age} old")]
    public static partial void ActionsDeleted(this ILogger logger, long count, TimeSpan age);

    [LoggerMessage(5502, LogLevel.Warning, "No more actions of operators could be deleted for now ({Error}); next attempt in {Delay}")]
    public static partial void ActionsNotDeleted(this ILogger logger, string error, TimeSpan delay);

    [LoggerMessage(5503, LogLevel.Information, "A redrive of {Expected} dead letters begins: {Filter}")]
    public static partial void RedriveBegins(this ILogger logger, long expected, DeadLetterFilter filter);

    [LoggerMessage(5504, LogLevel.Information, "{Redriven} of {Expected} dead letters were redriven")]
    public static partial void RedriveEnded(this ILogger logger, long redriven, long expected);

    [LoggerMessage(5505, LogLevel.Information, "{Redriven} of {Expected} dead letters are redriven so far")]
    public static partial void RedriveProgress(this ILogger logger, long redriven, long expected);

    [LoggerMessage(5506, LogLevel.Error, "A redrive of {Filter} did not come to its end")]
    public static partial void RedriveFailed(this ILogger logger, Exception exception, DeadLetterFilter filter);
}
