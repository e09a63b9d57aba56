using Shouldly;
using Xunit;

namespace GettingStarted.IntegrationTests;

/// <summary>The page says how much there is to write; it must stay true, and little.</summary>
public sealed class PageTests
{
    private const int Goal = 40;

    [Fact]
    public void The_page_counts_the_lines_of_the_application_rightly()
    {
        var lines = File.ReadLines(Path.Combine(Repository.Root, "docs/samples/GettingStarted/Program.cs"))
            .Select(line => line.Trim())
            .Count(line => line is not ("" or "{" or "}") && !line.StartsWith("using C", StringComparison.Ordinal)
                && !line.StartsWith("using M", StringComparison.Ordinal));

        lines.ShouldBeLessThanOrEqualTo(Goal);
        File.ReadAllText(Path.Combine(Repository.Root, "docs/getting-started.md")).ShouldContain($"**{lines} lines**");
        File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ShouldContain($"in {lines} lines");
    }
}
