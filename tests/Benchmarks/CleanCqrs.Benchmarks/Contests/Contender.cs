namespace CleanCqrs.Benchmarks.Contests;

/// <summary>One way to do the work of a measurement.</summary>
/// <param name="Name">What it is.</param>
/// <param name="RunAsync">Does the work once, checks what came of it, and answers with its rate.</param>
/// <param name="Unit">Of what the rate is: events per second, unless it says otherwise.</param>
public sealed record Contender(string Name, Func<CancellationToken, Task<double>> RunAsync, string Unit = Contender.PerSecond)
{
    public const string PerSecond = "per second";
}
