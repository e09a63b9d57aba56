namespace CleanCqrs.Infrastructure.Health;

internal static class Unheard
{
    /// <summary>That nothing is heard of something is a finding, unless a failure says why.</summary>
    public static void Add<T>(Findings findings, Reading<T> reading, string what, HealthLimits limits)
        where T : class
    {
        findings.Add(reading is { Failure: null, Age: null }, () => $"Nothing has been heard of {what} yet; this host has just started.");
        findings.Add(
            reading is { Failure: null, Age: { } age } && age > limits.Silence,
            () => $"Nothing has been heard of {what} for {Wording.Of(reading.Age!.Value)}: this process is overloaded, or was stopped.");
    }
}
