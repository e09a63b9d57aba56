using CleanCqrs.Simulation.Planted;
using CleanCqrs.Simulation.Systems;

namespace CleanCqrs.SimulationTests;

public sealed class PromiseTests
{
    private const int Few = 1_000;
    private const int Many = 10_000;

    [Fact]
    public void A_thousand_schedules_keep_every_promise() => Report(Schedule.RunMany(from: 1, Few)).ShouldBeEmpty();

    [Fact]
    [Trait("Length", "Long")]
    public void Nine_thousand_more_keep_every_promise() => Report(Schedule.RunMany(from: Few + 1, Many - Few)).ShouldBeEmpty();

    /// <summary>Seeds that have broken one. As the simulation changes, they come to tell another story.</summary>
    [Theory]
    [InlineData(9_265)] // A part without events of its own did not notice that history had become another one.
    [InlineData(9_342)] // A hole was off the record for a moment, and the read database was put back to that moment.
    [InlineData(15_918)] // Two events of one version and what follows them were divided by their keys, so that none met the other.
    [InlineData(20_095)] // A stream that is said to be ahead of the write side was taken for one of which nothing is said.
    [InlineData(21_701)] // A read database of former days, put back after the write side had gone on, may be confused.
    [InlineData(43_443)] // A read database was put back while a follower compared, to a copy with the same checkpoint.
    [InlineData(25_487)] // A database that failed during the stop ended the service that follows history.
    public void What_broke_a_promise_keeps_it(ulong seed) => Report([Schedule.Run(seed)]).ShouldBeEmpty();

    /// <summary>The first broken promises, each with the command that shows how it came to that.</summary>
    internal static string Report(IReadOnlyList<Schedule> schedules) => string.Join(
        '\n',
        schedules.Where(schedule => schedule.Broken is not null)
            .Take(10)
            .Select(schedule => $"Seed {schedule.Seed}: {schedule.Broken}\n  {Schedule.CommandFor(schedule.Seed, PlantedFault.None)}\n"
                + string.Join('\n', Schedule.Run(schedule.Seed, isTraced: true).Trace.TakeLast(60))));
}
