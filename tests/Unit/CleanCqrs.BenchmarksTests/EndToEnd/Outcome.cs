using System.Text.Json.Nodes;

namespace CleanCqrs.BenchmarksTests.EndToEnd;

/// <summary>What a replay said, on its exit, on its console and in its report.</summary>
public sealed record Outcome(int ExitCode, string Output, JsonNode? Report)
{
    public string LastLine => Output.TrimEnd().Split('\n')[^1].TrimEnd();

    public IEnumerable<string> FailedChecks =>
        Report!["checks"]!.AsArray().Where(check => !(bool)check!["ok"]!).Select(check => (string)check!["name"]!);
}
