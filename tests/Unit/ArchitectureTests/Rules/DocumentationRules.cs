using System.Text.RegularExpressions;

namespace ArchitectureTests.Rules;

/// <summary>What README and docs keep to.</summary>
internal static partial class DocumentationRules
{
    public static readonly HouseRule[] All =
    [
        new(
            "Code in the documentation is taken from code that builds",
            house => Documents(house).SelectMany(document => Block().Matches(document.Value)
                .Where(block => IsCode(block) && !block.Groups["reason"].Success)
                .Where(block => !IsTaken(house, block.Groups["source"].Value, block.Groups["code"].Value))
                .Select(block => $"{document.Key}: no code like `{FirstLine(block.Groups["code"].Value)}` in "
                    + $"'{block.Groups["source"].Value}'.")),
            house => house
                .WithFile("src/Domain/Ordering.Domain/Order.cs", "class Order\n{\n    void Cancel()\n    {\n        Raise();\n    }\n}\n")
                .WithFile(
                    "README.md", "<!-- from: src/Domain/Ordering.Domain/Order.cs -->\n```csharp\nvoid Cancel()\n{\n    Raise();\n}\n```\n")
                .WithFile(
                    "docs/old.md",
                    "<!-- from: src/Domain/Ordering.Domain/Order.cs -->\n```csharp\nvoid Cancel()\n{\n    Publish();\n}\n```\n")
                .WithFile("docs/made-up.md", "```csharp\nvoid Ship();\n```\n")
                .WithFile("docs/other-name.md", "- a list\n\n  ```C#\n  void Pack();\n  ```\n")
                .WithFile("docs/no-name.md", "```\ndotnet run\n```\nSome text.\n```\nvoid Send();\n```\n")
                .WithFile("docs/fragment.md", "<!-- fragment: what a rival asks for -->\n```csharp\nbus.Publish(order);\n```\n"),
            "docs/made-up.md: no code like `void Ship();` in ''.",
            "docs/other-name.md: no code like `void Pack();` in ''.",
            "docs/no-name.md: no code like `void Send();` in ''.",
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

    /// <summary>What is named C#, or looks like it and has no name: no command and no output ends in a semicolon or a brace.</summary>
    private static bool IsCode(Match block) => block.Groups["language"].Value.Trim().ToUpperInvariant() is var language
        && (language is "CSHARP" or "CS" or "C#"
            || (language.Length == 0 && block.Groups["code"].Value.Split('\n').Any(line => line.TrimEnd() is [.., ';' or '{'])));

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

    [GeneratedRegex(
        @"^(<!-- (from: (?<source>\S+)|fragment: (?<reason>.+?)) -->\n)? *```(?<language>[^\n`]*)\n(?<code>.*?)\n? *```$",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?!\w+://)(?<target>[^)#\s]+)")]
    private static partial Regex Link();
}
