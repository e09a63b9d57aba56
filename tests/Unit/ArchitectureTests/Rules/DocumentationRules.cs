using System.Text.RegularExpressions;

namespace ArchitectureTests.Rules;

/// <summary>What README and docs keep to.</summary>
internal static partial class DocumentationRules
{
    public static readonly HouseRule[] All =
    [
        new(
            "Code in the documentation is taken from code that builds",
            house => Documents(house).SelectMany(document => Snippet().Matches(document.Value)
                .Where(snippet => !IsTaken(house, snippet.Groups["source"].Value, snippet.Groups["code"].Value))
                .Select(snippet => $"{document.Key}: no code like `{FirstLine(snippet.Groups["code"].Value)}` in "
                    + $"'{snippet.Groups["source"].Value}'.")),
            house => house
                .WithFile("src/Domain/Ordering.Domain/Order.cs", "class Order\n{\n    void Cancel()\n    {\n        Raise();\n    }\n}\n")
                .WithFile(
                    "README.md", "<!-- from: src/Domain/Ordering.Domain/Order.cs -->\n```csharp\nvoid Cancel()\n{\n    Raise();\n}\n```\n")
                .WithFile(
                    "docs/old.md",
                    "<!-- from: src/Domain/Ordering.Domain/Order.cs -->\n```csharp\nvoid Cancel()\n{\n    Publish();\n}\n```\n")
                .WithFile("docs/made-up.md", "```csharp\nvoid Ship();\n```\n"),
            "docs/made-up.md: no code like `void Ship();` in ''.",
            "docs/old.md: no code like `void Cancel()` in 'src/Domain/Ordering.Domain/Order.cs'."),
        new(
            "Links between documents lead somewhere",
            house => Documents(house).SelectMany(document => Link().Matches(document.Value)
                .Select(link => Resolve(document.Key, link.Groups["target"].Value))
                .Where(target => target.EndsWith(".md", StringComparison.Ordinal) && !house.Files.ContainsKey(target))
                .Select(target => $"{document.Key} leads to {target}, which is not there.")),
            house => house
                .WithFile("README.md", "[a](docs/a.md) [web](https://example.org/b.md)")
                .WithFile("docs/a.md", "[back](../README.md) [b](b.md#part)"),
            "docs/a.md leads to docs/b.md, which is not there."),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Documents(House house) =>
        house.Files.Where(file => Path.GetExtension(file.Key) == ".md");

    private static bool IsTaken(House house, string source, string code) =>
        house.Files.TryGetValue(source, out var text) && Unindented(text).Contains(Unindented(code), StringComparison.Ordinal);

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim();

    private static string FirstLine(string code) => code.Split('\n')[0].Trim();

    private static string Resolve(string document, string target)
    {
        const string Root = "/root";
        var folder = Path.Combine(Root, Path.GetDirectoryName(document) ?? string.Empty);
        return Path.GetRelativePath(Root, Path.GetFullPath(target, folder)).Replace('\\', '/');
    }

    [GeneratedRegex(@"(<!-- from: (?<source>[^\s]+) -->\n)?```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"\]\((?!\w+://)(?<target>[^)#\s]+)")]
    private static partial Regex Link();
}
