namespace CleanCqrs.Simulation.Scheduling;

/// <summary>The clock of one process: virtual, and wrong by an offset. What it counts since a moment is right.</summary>
internal sealed class ProcessClock(Process process, TimeSpan offset) : TimeProvider
{
    private readonly Scheduler _scheduler = process.Scheduler;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _scheduler.UtcNow + offset;

    public override long GetTimestamp() => _scheduler.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(process, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(Process process, Action callback) : ITimer
    {
        private int _generation;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var generation = ++_generation;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                ScheduleAt(process.Scheduler.Now + dueTime, period, generation);
            }

            return true;
        }

        public void Dispose() => _generation++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void ScheduleAt(TimeSpan time, TimeSpan period, int generation) => process.Scheduler.At(time, process, () =>
        {
            if (generation != _generation)
            {
                return;
            }

            if (period > TimeSpan.Zero)
            {
                ScheduleAt(process.Scheduler.Now + period, period, generation);
            }

            callback();
        });
    }
}
