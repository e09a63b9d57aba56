namespace CleanCqrs.Benchmarks.Contests;

/// <summary>What several runs of the same came to.</summary>
public sealed record Spread(double Median, double Lowest, double Highest)
{
    /// <summary>The median of an even number of values is the mean of the two in the middle.</summary>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0)
        {
            throw new ArgumentException("There is no value.", nameof(values));
        }

        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }
}
