using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace ArchitectureTests.Logs;

/// <summary>What operators find in the log: each line has an id and a name that stay, and says nothing of persons and payloads.</summary>
public partial class LogLinesTests
{
    private const string Approve = "CLEANCQRS_APPROVE_LOG_LINES";

    private static readonly string[] _forbidden =
        ["by", "user", "member", "memberid", "email", "payload", "body", "value", "values", "key_value", "password", "connectionstring"];

    private static readonly List<(MethodInfo Method, LoggerMessageAttribute Line)> _lines =
    [
        .. from project in House.Built.SourceProjects
           from type in Assembly.Load(project.Name).GetTypes()
           from method in type.GetMethods(
               BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let line = method.GetCustomAttribute<LoggerMessageAttribute>()
           where line is not null
           orderby line.EventId
           select (method, line),
    ];

    [Fact]
    public void Each_line_has_an_id_and_a_name_of_its_own()
    {
        _lines.ShouldNotBeEmpty();
        _lines.ShouldAllBe(item => item.Line.EventId > 0);
        _lines.Select(item => item.Line.EventId).ShouldBeUnique();
        _lines.Select(item => item.Method.Name).ShouldBeUnique();
    }

    [Fact]
    public void No_line_tells_of_persons_or_payloads() => _lines
        .SelectMany(item => Placeholder().Matches(item.Line.Message).Select(match => (item.Method.Name, Part: match.Groups[1].Value)))
        .Where(item => _forbidden.Contains(item.Part.ToLowerInvariant()))
        .ShouldBeEmpty();

    [Fact]
    public void The_lines_are_what_was_approved()
    {
        var file = Path.Combine(House.Root, "tests", "Unit", "ArchitectureTests", "Logs", "LogLines.approved.txt");
        var received = string.Concat(_lines.Select(item =>
            $"{item.Line.EventId} {item.Method.Name} {LevelOf(item.Line)}: {item.Line.Message}\n"));
        if (Environment.GetEnvironmentVariable(Approve) == "true")
        {
            File.WriteAllText(file, received);
        }

        received.ShouldBe(
            File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : string.Empty,
            $"Searches and alerts depend on these ids. An id is never used for another line. If the change is meant, run this test with "
                + $"{Approve}=true.");
    }

    private static string LevelOf(LoggerMessageAttribute line) => line.Level == LogLevel.None || !Enum.IsDefined(line.Level)
        ? "level varies"
        : line.Level.ToString();

    [GeneratedRegex(@"\{(\w+)")]
    private static partial Regex Placeholder();
}
