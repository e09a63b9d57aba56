using Spectre.Console;

namespace Ordering.Replay.Reporting;

/// <summary>Says every few seconds how far a piece of work has come.</summary>
internal sealed class PlainProgress(IAnsiConsole console)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);

    public async Task ShowAsync(string phase, Func<string> read, Task work)
    {
        while (await Task.WhenAny(work, Task.Delay(_interval)) != work)
        {
            console.Say($"{phase}: {read()}");
        }

        console.Say($"{phase}: {read()}");
        await work;
    }
}
