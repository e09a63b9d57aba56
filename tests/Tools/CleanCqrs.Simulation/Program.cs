using System.CommandLine;
using System.Diagnostics;
using CleanCqrs.Simulation.Planted;
using CleanCqrs.Simulation.Systems;

const int Shown = 20;

var schedules = new Option<int>("--schedules") { Description = "How many seeds to run.", DefaultValueFactory = _ => 10_000 };
var from = new Option<ulong>("--from") { Description = "The first seed.", DefaultValueFactory = _ => 1 };
var planted = new Option<PlantedFault>("--planted") { Description = "A defect to plant on purpose." };
var each = new Option<bool>("--each") { Description = "A line for each seed: two runs that differ can not be repeated." };
var simulate = new Command(
    "simulate", "Runs the relay and the projections on simulated databases, broker and clocks, one schedule per seed.")
{
    schedules, from, planted, each,
};
simulate.SetAction(parsed =>
{
    var (count, first, fault) = (parsed.GetValue(schedules), parsed.GetValue(from), parsed.GetValue(planted));
    var (steps, time) = (0L, 0L);
    var lines = new SortedDictionary<ulong, string>();
    var watch = Stopwatch.StartNew();
    var broken = Schedule.RunMany(first, count, fault, ran: schedule =>
    {
        Interlocked.Add(ref steps, schedule.Steps);
        Interlocked.Add(ref time, schedule.Time.Ticks);
        if (parsed.GetValue(each))
        {
            lock (lines)
            {
                lines.Add(schedule.Seed, $"{schedule.Seed}: {schedule.Steps} steps, {schedule.Time}");
            }
        }
    });
    foreach (var line in lines.Values)
    {
        Console.WriteLine(line);
    }

    if (count == 1)
    {
        foreach (var line in Schedule.Run(first, fault, isTraced: true).Trace)
        {
            Console.WriteLine(line);
        }
    }

    foreach (var schedule in broken.Take(Shown))
    {
        Console.WriteLine($"Seed {schedule.Seed}: {schedule.Broken}");
        Console.WriteLine($"  {Schedule.CommandFor(schedule.Seed, fault)}");
    }

    Console.WriteLine(
        $"{count} schedules from seed {first}, {steps} steps, {TimeSpan.FromTicks(time)} of virtual time in {watch.Elapsed}: "
        + $"{broken.Count} broke a promise.");
    return broken.Count == 0 ? 0 : 1;
});

return new RootCommand("A deterministic simulation of CleanCqrs.") { simulate }.Parse(args).Invoke();
