using CleanCqrs.Benchmarks.Contests;

namespace CleanCqrs.BenchmarksTests;

public class SpreadTests
{
    [Theory]
    [InlineData(new double[] { 7 }, 7, 7, 7)]
    [InlineData(new double[] { 9, 1, 5 }, 5, 1, 9)]
    [InlineData(new double[] { 4, 1, 9, 2 }, 3, 1, 9)]
    public void The_median_lies_in_the_middle_of_all_values(double[] values, double median, double lowest, double highest) =>
        Spread.Of(values).ShouldBe(new Spread(median, lowest, highest));

    [Fact]
    public void Nothing_has_no_median() =>
        Should.Throw<ArgumentException>(() => Spread.Of([])).Message.ShouldStartWith("There is no value.");
}
