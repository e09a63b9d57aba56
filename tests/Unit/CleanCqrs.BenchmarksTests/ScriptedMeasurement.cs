using CleanCqrs.Benchmarks.Contests;

namespace CleanCqrs.BenchmarksTests;

/// <summary>A measurement whose contenders answer with rates from a list, and note that they ran.</summary>
public sealed class ScriptedMeasurement(double? goal, params (string Name, double[] Rates)[] script) : IMeasurement
{
    /// <summary>Who ran, in order.</summary>
    public List<string> Runs { get; } = [];

    public string Name => "P0";

    public string Description => "Nothing.";

    public IReadOnlyList<Contender> Contenders =>
        [.. script.Select(contender => new Contender(contender.Name, _ => Run(contender.Name, contender.Rates)))];

    public IReadOnlyList<Comparison> Comparisons => [new("first / last", script[0].Name, script[^1].Name, goal)];

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<double> Run(string name, double[] rates)
    {
        var before = Runs.Count(run => run == name);
        Runs.Add(name);
        return Task.FromResult(rates[before]);
    }
}
