using CleanCqrs.Application.Rebuilds;

namespace CleanCqrs.Infrastructure.Rebuilds;

/// <summary>
/// Compares beside live events, and what differs a second time while they wait. The first look ends at a limit: when it was full of rows
/// that only moved, nobody has looked at what comes behind them, and nothing follows from what is left.
/// </summary>
internal static class TwiceCompared
{
    /// <summary>How many differences the first look notes at least, since many of them may be none.</summary>
    private const int Least = 1_000;

    private const int Growth = 10;

    /// <param name="maxDifferences">How many differences are named at most.</param>
    /// <param name="look">Looks twice: for so many differences, and again at those that it found.</param>
    /// <returns>What differed at both looks, up to the limit.</returns>
    public static async Task<GenerationComparison> RunAsync(
        int maxDifferences, Func<int, Task<(GenerationComparison Before, GenerationComparison After)>> look)
    {
        for (var limit = Math.Max(maxDifferences, Least); ; limit = limit > int.MaxValue / Growth ? int.MaxValue : limit * Growth)
        {
            var (before, after) = await look(limit);
            if (before.Differences.Count < limit || after.Differences.Count >= maxDifferences)
            {
                return after with { Differences = [.. after.Differences.Take(maxDifferences)] };
            }
        }
    }
}
