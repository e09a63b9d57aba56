using System.Diagnostics;

namespace CleanCqrs.Application;

/// <summary>Where CleanCqrs reports its spans. Add <see cref="SourceName"/> to the tracer provider to see them.</summary>
public static class CleanCqrsDiagnostics
{
    /// <summary>The name of the activity source.</summary>
    public const string SourceName = "CleanCqrs";

    /// <summary>The activity source of the whole library.</summary>
    public static ActivitySource Source { get; } = new(SourceName);
}
