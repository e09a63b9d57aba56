using Microsoft.Extensions.Logging;

namespace CleanCqrs.EntityFrameworkCore.Leases;

/// <summary>The log lines of the rows of leases.</summary>
internal static partial class LeaseLog
{
    [LoggerMessage(6201, LogLevel.Warning,
        "The table outbox_leases lacked the rows of the bucket ranges {Ranges}; they are put back, and their events are published")]
    public static partial void LeasesWereMissing(this ILogger logger, string ranges);
}
