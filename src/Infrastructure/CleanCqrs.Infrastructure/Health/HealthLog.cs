using CleanCqrs.Application.Health;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>The log lines of health.</summary>
internal static partial class HealthLog
{
    [LoggerMessage(5901, LogLevel.Debug, "The host stops, and its health is sampled no more")]
    public static partial void SamplingEnds(this ILogger logger);

    [LoggerMessage(5902, LogLevel.Information, "{Part} is healthy again")]
    public static partial void PartHealthyAgain(this ILogger logger, string part);

    [LoggerMessage(5903, LogLevel.Warning, "{Part} is {Status}: {Reason}{Detail}")]
    public static partial void PartNotHealthy(this ILogger logger, string part, PartStatus status, string? reason, string detail);
}
