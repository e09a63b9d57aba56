using CleanCqrs.Benchmarks.Waiting;

namespace CleanCqrs.BenchmarksTests;

public class OpenFilesTests
{
    [Theory]
    [InlineData(10_000, 20_000, 8_000)]
    [InlineData(1_000, 20_000, 1_000)]
    [InlineData(10_000, 1_024, 1)]
    public void There_are_as_many_waiters_as_the_limit_of_open_files_allows(int wanted, int limit, int allowed) =>
        OpenFiles.Allow(wanted, Limits($"{limit}")).ShouldBe(allowed);

    [Fact]
    public void Without_a_limit_there_are_as_many_as_are_wanted() => OpenFiles.Allow(10_000, Limits("unlimited")).ShouldBe(10_000);

    private static string Limits(string openFiles) =>
        $"""
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             94871                94871                processes
        Max open files            {openFiles,-20} 524288               files
        Max locked memory         8388608              8388608              bytes

        """;
}
