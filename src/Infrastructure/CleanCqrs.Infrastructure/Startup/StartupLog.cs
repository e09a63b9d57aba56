using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Startup;

/// <summary>The log lines of the check at the start.</summary>
internal static partial class StartupLog
{
    [LoggerMessage(1901, LogLevel.Warning,
        "The relay publishes within this process ({Transport}), and no projection runs in it: events stay in the outbox. Add a "
            + "projection with AddProjection(...), or choose a transport that leaves the process")]
    public static partial void RelayWithoutSubscribers(this ILogger logger, string transport);
}
