using System.Globalization;
using System.Text.Json.Nodes;
using Ordering.Replay;
using Spectre.Console;

namespace Ordering.ReplayTests;

/// <summary>What a replay said, on its exit, on its console and in its report.</summary>
internal sealed record Outcome(int ExitCode, string Output, JsonNode? Report)
{
    public string LastLine => Output.TrimEnd().Split('\n')[^1].TrimEnd();

    public IEnumerable<string> FailedChecks =>
        Report!["checks"]!.AsArray().Where(check => !(bool)check!["ok"]!).Select(check => (string)check!["name"]!);

    /// <summary>Runs a replay against a host, from a file to an exit code.</summary>
    public static async Task<Outcome> OfAsync(
        FakeHost host, string file, Func<ReplayOptions, ReplayOptions>? change = null, CancellationToken? cancellationToken = null)
    {
        var folder = Directory.CreateTempSubdirectory("replay-");
        try
        {
            var options = new ReplayOptions
            {
                File = Path.Combine(folder.FullName, "orders.csv"),
                ProductsUrl = new Uri("http://127.0.0.1:0"),
                Json = Path.Combine(folder.FullName, "result.json"),
                Wait = TimeSpan.FromMilliseconds(1),
            };
            options = change?.Invoke(options) ?? options;
            await File.WriteAllTextAsync(options.File, file);

            using var output = new StringWriter(CultureInfo.InvariantCulture);
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
            console.Profile.Width = 200;
            var run = new ReplayRun(options, console, host);
            run.ProductsServed += address => host.Products = address;
            var exitCode = await run.RunAsync(cancellationToken ?? TestContext.Current.CancellationToken);
            var report = File.Exists(options.Json) ? JsonNode.Parse(await File.ReadAllTextAsync(options.Json)) : null;
            return new Outcome(exitCode, output.ToString(), report);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
