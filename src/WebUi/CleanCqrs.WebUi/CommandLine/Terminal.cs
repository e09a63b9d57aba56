using Spectre.Console;

namespace CleanCqrs.WebUi.CommandLine;

/// <summary>
/// A terminal shows colours, and has a width. What goes to a file or to another program has neither, whatever the environment says.
/// </summary>
internal static class Terminal
{
    /// <summary>What a table needs where nobody says how wide the output is.</summary>
    private const int WidthOfFiles = 160;

    public static IAnsiConsole To(TextWriter writer)
    {
        if ((writer == Console.Out && !Console.IsOutputRedirected) || (writer == Console.Error && !Console.IsErrorRedirected))
        {
            return AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        }

        var file = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        file.Profile.Width = WidthOfFiles;
        return file;
    }
}
