using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CleanCqrs.Application;

/// <summary>
/// Where CleanCqrs reports its spans and its metrics. Add <see cref="SourceName"/> to the tracer provider and <see cref="MeterName"/> to
/// the meter provider to see them.
/// </summary>
public static class CleanCqrsDiagnostics
{
    /// <summary>The name of the activity source.</summary>
    public const string SourceName = "CleanCqrs";

    /// <summary>The name of the meter.</summary>
    public const string MeterName = "CleanCqrs";

    /// <summary>The activity source of the whole library.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>The meter of the whole library.</summary>
    public static Meter Meter { get; } = new(MeterName);
}
