using Spectre.Console;

namespace CleanCqrs.BenchmarksTests;

/// <summary>A console without colours that writes to a text.</summary>
internal static class PlainConsole
{
    public static IAnsiConsole Over(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        return console;
    }
}
