namespace CleanCqrs.Benchmarks.Contests;

/// <summary>The rates of one contender, in the order of the rounds.</summary>
public sealed record ContenderResult(string Name, IReadOnlyList<double> Rates, string Unit)
{
    public Spread Spread => Spread.Of(Rates);
}
