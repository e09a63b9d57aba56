namespace CleanCqrs.IntegrationTests.Telemetry;

/// <summary>Meters are of the process, so these tests run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class TelemetryCollection
{
    public const string Name = "telemetry";
}
