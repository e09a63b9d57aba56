using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Rebuilds;

namespace CleanCqrs.UnitTests.Infrastructure.Rebuilds;

public sealed class TwiceComparedTests
{
    private const int Most = 100;

    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(30, 20, 20, 1)]
    [InlineData(5_000, 20, 20, 2)] // The first thousand only moved: what comes behind them is looked at, too.
    [InlineData(50_000, 0, 0, 3)]
    [InlineData(5_000, 5_000, Most, 1)] // There are more than are named, whatever comes behind.
    public async Task A_first_look_that_was_full_of_rows_that_moved_is_repeated_with_a_higher_limit(
        int differing, int still, int named, int looks)
    {
        var looked = 0;

        var compared = await TwiceCompared.RunAsync(Most, limit =>
        {
            looked++;

            // Those that differ for good come last.
            var first = Math.Min(differing, limit);
            return Task.FromResult((Of(first), Of(Math.Max(0, first - (differing - still)))));
        });

        (compared.Differences.Count, looked).ShouldBe((named, looks));
        compared.IsEqual.ShouldBe(still == 0);
    }

    private static GenerationComparison Of(int differences) => new(
        "balances", 0, 0, 0, 0, 0, [.. Enumerable.Range(0, differences).Select(
            row => new RowDifference("balances", $"{row}", "paid", "1", "2"))]);
}
