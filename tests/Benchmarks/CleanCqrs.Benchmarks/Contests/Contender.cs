namespace CleanCqrs.Benchmarks.Contests;

/// <summary>One way to do the work of a measurement.</summary>
/// <param name="Name">What it is.</param>
/// <param name="RunAsync">Does the work once, checks what came of it, and answers with its rate in events per second.</param>
public sealed record Contender(string Name, Func<CancellationToken, Task<double>> RunAsync);
