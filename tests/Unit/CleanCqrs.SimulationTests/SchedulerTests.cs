using CleanCqrs.Simulation.Planted;
using CleanCqrs.Simulation.Scheduling;
using CleanCqrs.Simulation.Systems;

namespace CleanCqrs.SimulationTests;

public sealed class SchedulerTests
{
    [Fact]
    public async Task The_same_seed_is_the_same_schedule_line_by_line_on_any_thread()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var here = Schedule.Run(seed, isTraced: true);
            var there = await Task.Run(() => Schedule.Run(seed, isTraced: true), TestContext.Current.CancellationToken);

            there.Trace.ShouldBe(here.Trace);
        }
    }

    [Fact]
    public void What_leaves_the_scheduler_is_noticed()
    {
        var scheduler = new Scheduler(new Chance(1), trace: null);
        using var posted = new ManualResetEventSlim();

        new Thread(() =>
        {
            scheduler.Post(_ => { }, null);
            posted.Set();
        }).Start();
        posted.Wait(TestContext.Current.CancellationToken);

        Should.Throw<InvalidOperationException>(scheduler.RunReady)
            .Message.ShouldStartWith("A continuation has come from another thread");
    }

    [Fact]
    public void A_process_that_is_dead_does_nothing_any_more_and_one_that_is_stalled_does_it_later()
    {
        var chance = new Chance(1);
        var scheduler = new Scheduler(chance, trace: null);
        var (dead, stalled) = (NewProcess("dead"), NewProcess("stalled"));
        var done = new List<(string, TimeSpan)>();
        foreach (var process in new[] { dead, stalled })
        {
            scheduler.At(TimeSpan.FromSeconds(1), process, () => done.Add((process.Name, scheduler.Now)));
        }

        dead.Kill("killed");
        stalled.Stall();
        while (scheduler.RunNext())
        {
        }

        var (name, time) = done.ShouldHaveSingleItem();
        (name, time > TimeSpan.FromSeconds(1), time).ShouldBe(("stalled", true, stalled.StalledUntil));

        Process NewProcess(string name) => new(
            name, scheduler, chance, new Disturbance { LongestStall = TimeSpan.FromSeconds(5) }, TimeSpan.Zero);
    }

    [Fact]
    public void The_command_that_repeats_a_run_names_its_seed_and_its_planted_defect() =>
        Schedule.CommandFor(42, PlantedFault.IgnoreTheFence).ShouldBe(
            "dotnet run --project tests/Tools/CleanCqrs.Simulation -c Release -- simulate --schedules 1 --from 42 "
            + "--planted IgnoreTheFence");
}
