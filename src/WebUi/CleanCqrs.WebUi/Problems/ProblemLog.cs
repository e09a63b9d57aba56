using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.WebUi.Problems;

/// <summary>The log lines of requests that failed.</summary>
internal static partial class ProblemLog
{
    [LoggerMessage(8001, LogLevel.Error, "{Method} {Path} failed, the database said: {Error}")]
    public static partial void RequestFailedInDatabase(this ILogger logger, string method, PathString path, string error);

    [LoggerMessage(8002, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, PathString path);
}
