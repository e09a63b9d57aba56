using Spectre.Console;

namespace Ordering.Replay.Reporting;

/// <summary>Prints a sentence on one line, however long, so that a command in it can be copied.</summary>
internal static class Sentences
{
    public static void Say(this IAnsiConsole console, string sentence) => console.Profile.Out.Writer.WriteLine(sentence);
}
