using Spectre.Console;

namespace CleanCqrs.Benchmarks.Replay.Reporting;

/// <summary>A bar that moves, for a terminal.</summary>
public sealed class LiveProgress(IAnsiConsole console, TimeProvider time) : IProgressDisplay
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);

    public Task ShowAsync(string phase, Func<ProgressReading> read, Task work) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(phase));
                while (await Task.WhenAny(work, Task.Delay(_interval, time)) != work)
                {
                    Update(bar, phase, read());
                }

                Update(bar, phase, read());
                await work;
            });

    private static void Update(ProgressTask bar, string phase, ProgressReading reading)
    {
        bar.MaxValue = Math.Max(1, reading.Total);
        bar.Value = reading.Total == 0 ? 1 : reading.Done;
        bar.Description = Markup.Escape(reading.Words.Length > 0 ? $"{phase}: {reading.Words}" : phase);
    }
}
