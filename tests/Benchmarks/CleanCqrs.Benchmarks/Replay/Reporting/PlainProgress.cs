using Spectre.Console;

namespace CleanCqrs.Benchmarks.Replay.Reporting;

/// <summary>A line every few seconds, for output that goes to a file.</summary>
public sealed class PlainProgress(IAnsiConsole console, TimeProvider time) : IProgressDisplay
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);

    public async Task ShowAsync(string phase, Func<ProgressReading> read, Task work)
    {
        while (await Task.WhenAny(work, Task.Delay(_interval, time)) != work)
        {
            Print(phase, read());
        }

        Print(phase, read());
        await work;
    }

    private void Print(string phase, ProgressReading reading) =>
        console.Say($"{phase}: {reading.Done} of {reading.Total}{(reading.Words.Length > 0 ? ", " : "")}{reading.Words}");
}
