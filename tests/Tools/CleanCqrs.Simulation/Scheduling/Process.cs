namespace CleanCqrs.Simulation.Scheduling;

/// <summary>
/// One process of the simulated system. It may be stalled, and die between any two awaits: then its tasks never continue.
/// </summary>
internal sealed class Process(string name, Scheduler scheduler, Chance chance, Disturbance disturbance, TimeSpan clockOffset)
{
    public string Name => name;

    public Scheduler Scheduler => scheduler;

    public bool IsDead { get; private set; }

    public TimeSpan StalledUntil { get; private set; }

    public TimeProvider Clock => field ??= new ProcessClock(this, clockOffset);

    /// <summary>What happens when the process has died.</summary>
    public Action<Process>? Died { get; set; }

    public void Note(string what) => scheduler.Trace?.Add(scheduler.Now, name, what);

    public void Kill(string why)
    {
        if (!IsDead)
        {
            Note($"dies: {why}");
            IsDead = true;
            Died?.Invoke(this);
        }
    }

    public void Stall()
    {
        var duration = chance.Between(TimeSpan.FromSeconds(1), disturbance.LongestStall);
        Note($"stalls for {duration}");
        StalledUntil = scheduler.Now + duration;
    }

    public Task DelayAsync(TimeSpan delay)
    {
        var done = new TaskCompletionSource();
        scheduler.At(scheduler.Now + delay, this, done.SetResult);
        return done.Task;
    }

    /// <summary>The way of a message to a server, or of its answer: a moment in which everything may happen.</summary>
    public Task TravelAsync(string message)
    {
        scheduler.RequireThread();
        var done = new TaskCompletionSource();
        scheduler.At(scheduler.Now + disturbance.NextLatency(chance), this, () =>
        {
            if (disturbance.Crashes(chance))
            {
                Kill(message);
            }
            else if (disturbance.Stalls(chance))
            {
                Stall();
                scheduler.At(StalledUntil, this, done.SetResult);
            }
            else
            {
                done.SetResult();
            }
        });
        return done.Task;
    }
}
