namespace CleanCqrs.Benchmarks.Contests;

/// <summary>
/// What a comparison came to. The ratio is taken in each round and the median of the ratios counts: what the machine does besides slows
/// down both contenders of
/// a round.
/// </summary>
public sealed record ComparisonResult(string Name, double? Goal, Spread Ratio)
{
    /// <summary>Whether the goal is met; <see langword="null"/> when there is none.</summary>
    public bool? IsMet => Goal is { } goal ? Ratio.Median >= goal : null;

    public static ComparisonResult Of(Comparison comparison, IReadOnlyCollection<ContenderResult> contenders)
    {
        var (of, by) = (Find(comparison.Of), Find(comparison.By));
        return new ComparisonResult(
            comparison.Name, comparison.Goal, Spread.Of([.. of.Rates.Zip(by.Rates, (dividend, divisor) => dividend / divisor)]));

        ContenderResult Find(string name) => contenders.Single(contender => contender.Name == name);
    }
}
