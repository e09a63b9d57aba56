using CleanCqrs.Application;

namespace CleanCqrs.Kafka.Diagnostics;

/// <summary>
/// Where the Kafka transport reports its figures. Its spans come from the source of the library:
/// <see cref="CleanCqrsDiagnostics.SourceName"/>.
/// </summary>
public static class KafkaDiagnostics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "CleanCqrs.Kafka";
}
