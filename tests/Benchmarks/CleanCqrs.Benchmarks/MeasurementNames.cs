namespace CleanCqrs.Benchmarks;

/// <summary>How measurements are called on the command line.</summary>
public static class MeasurementNames
{
    public const string Command = "P1";
    public const string Relay = "P2";
    public const string Projection = "P3";
    public const string Growth = "P6";
    public const string LongStream = "P7";
    public const string Waiters = "P12";
    public const string Instances = "drain";
    public const string SharedRow = "shared";

    public static IReadOnlyList<string> All { get; } = [Command, Relay, Projection, Growth, LongStream, Waiters, Instances, SharedRow];
}
