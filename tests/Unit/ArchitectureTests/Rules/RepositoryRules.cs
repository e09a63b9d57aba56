using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectureTests.Rules;

/// <summary>What the repository as a whole keeps to.</summary>
internal static partial class RepositoryRules
{
    private const string Solution = "CleanCqrs.sln";
    private const int LongestReadme = 149;
    private const int LongestLine = 140;
    private const string Raw = "\"\"\"";

    public static readonly HouseRule[] All =
    [
        new(
            "The solution holds every project of src and tests",
            house => house.Projects
                .Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal) || project.Path.StartsWith(
                    "tests/", StringComparison.Ordinal))
                .Where(project => !SolutionText(house).Replace('\\', '/').Contains($"\"{project.Path}\"", StringComparison.Ordinal))
                .Select(project => $"{Solution} must hold {project.Path}."),
            house => house
                .WithProject("Domain", "CleanCqrs.Domain")
                .WithProject("Domain", "Ordering.Domain")
                .WithFile("eng/Tool/Tool.csproj", "<Project />")
                .WithFile(
                    Solution,
                    "Project(\"{1}\") = \"CleanCqrs.Domain\", \"src\\Domain\\CleanCqrs.Domain\\CleanCqrs.Domain.csproj\", \"{2}\""),
            "CleanCqrs.sln must hold src/Domain/Ordering.Domain/Ordering.Domain.csproj."),
        new(
            "The solution is one file in the classic format",
            house => house.Files.Keys
                .Where(path => path != Solution && Path.GetExtension(path) is ".sln" or ".slnx")
                .Select(path => $"{path} is a second solution.")
                .Concat(SolutionText(house).TrimStart('\uFEFF', '\r', '\n').StartsWith(
                    "Microsoft Visual Studio Solution File", StringComparison.Ordinal)
                    ? []
                    : [$"{Solution} is not in the classic format."]),
            house => house.WithFile(Solution, "<Solution />").WithFile("CleanCqrs.slnx", "<Solution />"),
            "CleanCqrs.slnx is a second solution.",
            "CleanCqrs.sln is not in the classic format."),
        new(
            "No project file needs the fallback feed",
            house => house.Files
                .Where(file => Path.GetExtension(file.Key) is ".csproj" or ".props" or ".targets")
                .Where(file => WithoutComments(file.Value).Contains("fallback-feed", StringComparison.OrdinalIgnoreCase))
                .Select(file => $"{file.Key} must not name the fallback feed: the folder is there to be deleted."),
            house => house
                .WithFile("Directory.Build.props", "<Project><!-- see eng/fallback-feed --></Project>")
                .WithProject(
                    "Domain", "CleanCqrs.Domain", "<PropertyGroup><RestoreSources>eng/fallback-feed</RestoreSources></PropertyGroup>"),
            "src/Domain/CleanCqrs.Domain/CleanCqrs.Domain.csproj must not name the fallback feed: the folder is there to be deleted."),
        new(
            "The README stays under 150 lines",
            house => house.Files
                .Where(file => file.Key == "README.md")
                .Select(file => file.Value.AsSpan().Trim().Count('\n') + 1)
                .Where(lines => lines > LongestReadme)
                .Select(lines => $"README.md has {lines} lines; move something to docs/."),
            house => house.WithFile("README.md", string.Join('\n', Enumerable.Repeat("more", 150)) + "\n"),
            "README.md has 150 lines; move something to docs/."),
        new(
            "A test project is found by its name",
            house => house.Projects
                .Where(project => project.Path.StartsWith("tests/", StringComparison.Ordinal))
                .Where(
                    project => project.PackageReferences.Contains("xunit.v3") != project.Name.EndsWith("Tests", StringComparison.Ordinal))
                .Select(project => $"{project.Name} is a test project exactly when its name ends in Tests: eng/test.sh finds it by that."),
            house => house
                .WithFile(
                    "tests/Unit/Ordering.UnitTests/Ordering.UnitTests.csproj",
                    "<Project><PackageReference Include=\"xunit.v3\" /></Project>")
                .WithFile(
                    "tests/Unit/Ordering.Specs/Ordering.Specs.csproj", "<Project><PackageReference Include=\"xunit.v3\" /></Project>"),
            "Ordering.Specs is a test project exactly when its name ends in Tests: eng/test.sh finds it by that."),
        new(
            "The one trait of tests is Length=Long",
            house => house.Files
                .Where(file => file.Key.EndsWith(".cs", StringComparison.Ordinal))
                .SelectMany(file => Traits().Matches(file.Value)
                    .Where(trait => trait.Value != TraitOf("Long"))
                    .Select(trait => $"{file.Key} has {trait.Value}; eng/test.sh knows no other trait than {TraitOf("Long")}.")),
            house => house
                .WithFile("tests/Unit/Ordering.UnitTests/LongTests.cs", $"{TraitOf("Long")} class LongTests;")
                .WithFile("tests/Unit/Ordering.UnitTests/LateTests.cs", $"{TraitOf("long")} class LateTests;"),
            $"tests/Unit/Ordering.UnitTests/LateTests.cs has {TraitOf("long")}; eng/test.sh knows no other trait than {TraitOf("Long")}."),
        new(
            "A line of code has at most 140 characters",
            house => house.Files
                .Where(file => file.Key.EndsWith(".cs", StringComparison.Ordinal)
                    && !file.Key.Contains("/Migrations/", StringComparison.Ordinal))
                .SelectMany(file => LongLines(SourceText.From(file.Value)).Select(line =>
                    $"{file.Key}:{line.LineNumber + 1} has {line.Span.Length} characters; "
                    + $"only the text of a raw string may go beyond {LongestLine}.")),
            house => house
                .WithFile("src/Infrastructure/Ordering.Sqlite/Migrations/Initial.cs", $"// {Long}")
                .WithFile("src/Domain/Ordering.Domain/Order.cs", $$""""
                    class Order { // {{Long}}
                        string fits = "{{Long[..^21]}}";
                        string text = "{{Long}}";
                        string picture = """{{Long}}""";
                        string page = $$"""
                            {{Long}}
                            """;
                        string late = """short""" + "{{Long}}";
                    }
                    """"),
            "src/Domain/Ordering.Domain/Order.cs:1 has 157 characters; only the text of a raw string may go beyond 140.",
            "src/Domain/Ordering.Domain/Order.cs:3 has 161 characters; only the text of a raw string may go beyond 140.",
            "src/Domain/Ordering.Domain/Order.cs:8 has 175 characters; only the text of a raw string may go beyond 140."),
        new(
            "Usings stand in the order of their names, those of System first",
            house => house.Files
                .Where(file => file.Key.EndsWith(".cs", StringComparison.Ordinal))
                .Select(file => (file.Key, Usings: UsingsOf(file.Value)))
                .Where(file => !file.Usings.SequenceEqual(
                    file.Usings.OrderBy(name => !IsOfSystem(name)).ThenBy(name => name, StringComparer.OrdinalIgnoreCase)))
                .Select(file => $"{file.Key} names its usings in another order: run \"dotnet format\"."),
            house => house
                .WithFile("src/Domain/Ordering.Domain/Order.cs", "using System.Linq;\nusing CleanCqrs.Domain;\nusing Zeta;\n")
                .WithFile("src/Domain/Ordering.Domain/Late.cs", "using CleanCqrs.Domain;\nusing System.Linq;\n")
                .WithFile("src/Domain/Ordering.Domain/Mixed.cs", "using Zeta;\nusing Alpha;\n"),
            "src/Domain/Ordering.Domain/Late.cs names its usings in another order: run \"dotnet format\".",
            "src/Domain/Ordering.Domain/Mixed.cs names its usings in another order: run \"dotnet format\"."),
    ];

    private static List<string> UsingsOf(string code) =>
        [.. PlainUsing().Matches(code).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^using ([\w.]+);\r?$", RegexOptions.Multiline)]
    private static partial Regex PlainUsing();

    private static bool IsOfSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>The lines that are too long where they would have to be broken: not within a raw string.</summary>
    private static IEnumerable<TextLine> LongLines(SourceText text)
    {
        var lines = text.Lines.Where(line => line.Span.Length > LongestLine).ToList();
        if (lines.Count == 0)
        {
            return lines;
        }

        var raw = CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes()
            .Where(node => node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax
                && node.ToString().Contains(Raw, StringComparison.Ordinal))
            .Select(node => node.Span)
            .ToList();
        return lines.Where(line => !raw.Any(span => span.IntersectsWith(line.Start + LongestLine)));
    }

    private static string Long => new('x', LongestLine);

    [GeneratedRegex("""\[Trait\("[^\]]*\]""")]
    private static partial Regex Traits();

    private static string TraitOf(string length) => "[Trait" + $"(\"Length\", \"{length}\")]";

    private static string SolutionText(House house) => house.Files.GetValueOrDefault(Solution, "");

    private static string WithoutComments(string xml)
    {
        var project = XElement.Parse(xml);
        project.DescendantNodes().OfType<XComment>().Remove();
        return project.ToString();
    }
}
