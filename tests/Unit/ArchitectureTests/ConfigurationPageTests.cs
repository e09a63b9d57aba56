using System.Collections;
using System.Globalization;
using System.Reflection;

namespace ArchitectureTests;

/// <summary>The page of the configuration holds every option of the packages, with the default that it really has.</summary>
public class ConfigurationPageTests
{
    private const string Page = "docs/configuration.md";

    [Fact]
    public void The_page_lists_every_option_of_the_library_with_its_default() =>
        Rows().Select(row => $"{row.Key}: {row.Default}").ShouldBe(Options(), ignoreOrder: true);

    /// <summary>The rows of the tables between the heading of the library and that of the host.</summary>
    private static IEnumerable<(string Key, string Default)> Rows() => House.Built.Files[Page].Split('\n')
        .SkipWhile(line => line != "## The library").Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Select(cells => (cells[1].Trim('`'), cells[^2].Trim('`')));

    private static List<string> Options() =>
    [
        .. House.Built.SourceProjects.Where(project => project.IsLibrary)
            .SelectMany(project => Assembly.Load(project.Name).GetExportedTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && !IsPartOfAnother(type))
            .SelectMany(type => Describe(SectionOf(type), Activator.CreateInstance(type)!)),
    ];

    private static bool IsPartOfAnother(Type type) => type.Assembly.GetExportedTypes()
        .SelectMany(other => other.GetProperties()).Any(property => property.PropertyType == type);

    private static string SectionOf(Type type) => (string?)type.GetField("Section")?.GetRawConstantValue() ?? type.Name;

    private static IEnumerable<string> Describe(string key, object options) => options.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(property => (property.GetValue(options), property.CanWrite) switch
        {
            (ICollection { Count: 0 }, _) => [$"{key}:{property.Name}: none"],
            (_, false) => [],
            ({ } part and not Enum, _) when part.GetType().Namespace!.StartsWith("CleanCqrs", StringComparison.Ordinal) =>
                Describe($"{key}:{property.Name}", part),
            ({ } value, _) => [$"{key}:{property.Name}: {Text(value)}"],
            _ => (IEnumerable<string>)[$"{key}:{property.Name}: none"],
        });

    private static string Text(object value) => value switch
    {
        "" => "none",
        true => "yes",
        false => "no",
        TimeSpan time => time switch
        {
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay == 0 => $"{time.Days} days",
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => $"{time.Minutes} min",
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerSecond == 0 => $"{time.Seconds} s",
            _ => $"{time.Milliseconds} ms",
        },
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
