using Microsoft.Extensions.Logging;

namespace CleanCqrs.EntityFrameworkCore.Clocks;

/// <summary>The log lines of clocks that differ.</summary>
internal static partial class ClockLog
{
    [LoggerMessage(6001, LogLevel.Warning,
        "The clock of this process is {Skew} {Direction} that of the database of {Context}. Leases, retries and retention go by the "
            + "database, so nothing waits or is deleted for that; but the times of events are wrong. Set the clock of this machine, "
            + "and keep it right with NTP")]
    public static partial void ClockDiffers(this ILogger logger, TimeSpan skew, string direction, string context);

    [LoggerMessage(6002, LogLevel.Information, "The clock of this process agrees with that of the database of {Context} again")]
    public static partial void ClockAgreesAgain(this ILogger logger, string context);
}
