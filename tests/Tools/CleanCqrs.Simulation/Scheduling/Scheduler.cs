namespace CleanCqrs.Simulation.Scheduling;

/// <summary>
/// Runs everything of one simulation on one thread, in virtual time. Every await continues here; what comes next is decided by times and
/// by the seed. A process that is dead never continues, one that is stalled continues later.
/// </summary>
internal sealed class Scheduler(Chance chance, Trace? trace) : SynchronizationContext
{
    /// <summary>More than anything does at one moment.</summary>
    private const int MaxContinuations = 20_000;

    private readonly PriorityQueue<Step, (TimeSpan At, ulong Tie)> _steps = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private string? _stray;

    /// <summary>When every simulation begins.</summary>
    public static DateTimeOffset Epoch { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public TimeSpan Now { get; private set; }

    public long Steps { get; private set; }

    public Trace? Trace { get; } = trace;

    public DateTimeOffset UtcNow => Epoch + Now;

    /// <summary>Does something at a time, in a process: when that is dead by then, never.</summary>
    public void At(TimeSpan time, Process? process, Action action) =>
        _steps.Enqueue(new Step(process, action), (time < Now ? Now : time, chance.Next()));

    /// <summary>Takes the next step in time.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">Something has left the scheduler: the run could not be repeated.</exception>
    public bool RunNext()
    {
        if (!_steps.TryDequeue(out var step, out var order))
        {
            return false;
        }

        Now = order.At;
        if (step.Process is { IsDead: true })
        {
            return true;
        }

        if (step.Process is { } process && process.StalledUntil > Now)
        {
            _steps.Enqueue(step, (process.StalledUntil, order.Tie));
            return true;
        }

        Steps++;
        step.Action();
        RunReady();
        return true;
    }

    /// <summary>Runs what continues now.</summary>
    public void RunReady()
    {
        for (var continued = 0; _ready.TryDequeue(out var next); continued++)
        {
            if (continued > MaxContinuations)
            {
                throw new InvalidOperationException($"Something goes on for ever at {Now}, without waiting for anything.");
            }

            next.Callback(next.State);
        }

        if (Volatile.Read(ref _stray) is { } stray)
        {
            throw new InvalidOperationException($"A continuation has come from another thread, so the run can't be repeated:\n{stray}");
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Volatile.Write(ref _stray, Environment.StackTrace);
            return;
        }

        _ready.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing waits for another thread.");

    public override SynchronizationContext CreateCopy() => this;

    /// <exception cref="InvalidOperationException">The caller runs on another thread.</exception>
    public void RequireThread()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Volatile.Write(ref _stray, Environment.StackTrace);
            throw new InvalidOperationException("A port was called from another thread, so the run can't be repeated.");
        }
    }

    private readonly record struct Step(Process? Process, Action Action);
}
