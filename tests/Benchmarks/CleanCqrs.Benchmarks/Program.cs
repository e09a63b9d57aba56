using System.CommandLine;
using CleanCqrs.Benchmarks.Replay;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 140;
}

var root = new RootCommand("Loads a running host and checks what it did.")
{
    ReplayCommand.Build(AnsiConsole.Console, TimeProvider.System),
};

var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
