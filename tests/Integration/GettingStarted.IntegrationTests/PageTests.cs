using System.Reflection;

namespace GettingStarted.IntegrationTests;

/// <summary>The page says how much there is to write; it must stay true.</summary>
public sealed class PageTests
{
    private static readonly string _repository = typeof(PageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Repository").Value!;

    [Fact]
    public void The_page_counts_the_lines_of_the_application_rightly()
    {
        var lines = File.ReadLines(Path.Combine(_repository, "docs/samples/GettingStarted/Program.cs"))
            .Select(line => line.Trim())
            .Count(line => line is not ("" or "{" or "}") && !line.StartsWith("using C", StringComparison.Ordinal)
                && !line.StartsWith("using M", StringComparison.Ordinal));

        File.ReadAllText(Path.Combine(_repository, "docs/getting-started.md")).ShouldContain($"**{lines} lines**");
    }
}
