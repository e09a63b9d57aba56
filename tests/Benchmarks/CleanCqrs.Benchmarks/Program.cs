using System.CommandLine;
using CleanCqrs.Benchmarks;
using CleanCqrs.Benchmarks.Relaying;
using CleanCqrs.Benchmarks.Servers;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 140;
}

var root = new RootCommand("Measures the library.")
{
    MeasureCommand.Build(AnsiConsole.Console, TimeProvider.System),
    RelayProcess.Build(),
    BrokerProcess.Build(),
};

var parsed = root.Parse(args);
// After Ctrl+C a measurement still drops its databases.
var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
