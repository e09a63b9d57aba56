using System.Globalization;
using System.Text.Json.Nodes;
using CleanCqrs.Benchmarks.Replay;
using CleanCqrs.Benchmarks.Replay.Reporting;
using Spectre.Console;

namespace CleanCqrs.BenchmarksTests.EndToEnd;

/// <summary>Runs a replay against a host, from a file to an exit code.</summary>
public static class Replaying
{
    public static async Task<Outcome> ReplayAsync(
        FakeHost host, string file, Func<ReplayOptions, ReplayOptions>? change = null, CancellationToken? cancellationToken = null)
    {
        var folder = Directory.CreateTempSubdirectory("replay-");
        try
        {
            var path = Path.Combine(folder.FullName, "orders.csv");
            await File.WriteAllTextAsync(path, file);
            var options = new ReplayOptions
            {
                File = path,
                Host = host.Address,
                ProductsUrl = new Uri("http://127.0.0.1:0"),
                Json = Path.Combine(folder.FullName, "result.json"),
                Concurrency = 4,
                Wait = TimeSpan.FromSeconds(30),
            };
            options = change?.Invoke(options) ?? options;

            using var output = new StringWriter(CultureInfo.InvariantCulture);
            var console = Console(output);
            var run = new ReplayRun(options, console, new PlainProgress(console, TimeProvider.System), TimeProvider.System);
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

    public static IAnsiConsole Console(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 200;
        return console;
    }
}
