using CleanCqrs.Simulation.Planted;
using CleanCqrs.Simulation.Systems;

namespace CleanCqrs.SimulationTests;

public sealed class PromiseTests
{
    /// <summary>The culture does not reach the simulation: under another one than that of the machine a few are enough.</summary>
    private static int Schedules => Environment.GetEnvironmentVariable("CLEANCQRS_TEST_CULTURE") is null ? 10_000 : 500;

    [Fact]
    public void Ten_thousand_schedules_keep_every_promise() => Report(Schedule.RunMany(from: 1, Schedules)).ShouldBeEmpty();

    /// <summary>The first broken promises, each with the command that shows how it came to that.</summary>
    internal static string Report(IReadOnlyList<Schedule> schedules) => string.Join(
        '\n',
        schedules.Where(schedule => schedule.Broken is not null)
            .Take(10)
            .Select(schedule => $"Seed {schedule.Seed}: {schedule.Broken}\n  {Schedule.CommandFor(schedule.Seed, PlantedFault.None)}\n"
                + string.Join('\n', Schedule.Run(schedule.Seed, isTraced: true).Trace.TakeLast(60))));
}
