using CleanCqrs.Simulation.Planted;
using CleanCqrs.Simulation.Scheduling;

namespace CleanCqrs.Simulation.Systems;

/// <summary>The outcome of one run.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Broken">The promise that was broken, or <see langword="null"/>.</param>
/// <param name="Steps">How many steps it had.</param>
/// <param name="Time">How much virtual time went by.</param>
/// <param name="Trace">What happened, where that was wanted.</param>
internal sealed record Schedule(ulong Seed, string? Broken, long Steps, TimeSpan Time, IReadOnlyList<string> Trace)
{
    /// <summary>Runs one seed, on this thread.</summary>
    public static Schedule Run(ulong seed, PlantedFault planted = PlantedFault.None, bool isTraced = false)
    {
        var before = SynchronizationContext.Current;
        var trace = isTraced ? new Trace() : null;
        var world = new World(seed, planted, trace);
        SynchronizationContext.SetSynchronizationContext(world.Scheduler);
        try
        {
            world.Run();
        }
        catch (InvalidOperationException exception)
        {
            world.Promises.Break(exception.Message);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        return new Schedule(seed, world.Promises.Broken, world.Scheduler.Steps, world.Scheduler.Now, trace?.Lines ?? []);
    }

    /// <summary>Runs many seeds, side by side, and reports those that broke a promise, in their order.</summary>
    public static IReadOnlyList<Schedule> RunMany(
        ulong from, int count, PlantedFault planted = PlantedFault.None, int stopAfter = int.MaxValue, Action<Schedule>? ran = null)
    {
        var broken = new List<Schedule>();
        Parallel.For(0, count, (index, loop) =>
        {
            var schedule = Run(from + (ulong)index, planted);
            ran?.Invoke(schedule);
            if (schedule.Broken is not null)
            {
                lock (broken)
                {
                    broken.Add(schedule);
                    if (broken.Count >= stopAfter)
                    {
                        loop.Stop();
                    }
                }
            }
        });
        return [.. broken.OrderBy(schedule => schedule.Seed)];
    }

    /// <summary>The command that repeats a run, with everything that happens in it.</summary>
    public static string CommandFor(ulong seed, PlantedFault planted) =>
        $"dotnet run --project tests/Tools/CleanCqrs.Simulation -c Release -- simulate --schedules 1 --from {seed}"
        + (planted == PlantedFault.None ? string.Empty : $" --planted {planted}");
}
