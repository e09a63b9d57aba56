namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Threads for the code of projectors, apart from the pool: code that blocks holds one of these, and none that the rest of the process
/// waits for. A thread that is done takes up the next piece of work, and ends when there is none for a while.
/// </summary>
/// <param name="idleTime">How long a thread waits for work, in real time.</param>
internal sealed class AttemptThreads(TimeSpan idleTime) : TaskScheduler
{
    private readonly object _lock = new();
    private readonly Queue<Task> _waiting = [];
    private int _idle;

    public static AttemptThreads Shared { get; } = new(TimeSpan.FromSeconds(20));

    protected override void QueueTask(Task task)
    {
        lock (_lock)
        {
            _waiting.Enqueue(task);
            if (_idle >= _waiting.Count)
            {
                Monitor.Pulse(_lock);
                return;
            }
        }

        new Thread(Work) { IsBackground = true, Name = "Attempt of a projection" }.UnsafeStart();
    }

    /// <summary>What waits for work by blocking may do it itself, if it is on such a thread.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        Current == this && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_lock)
        {
            return [.. _waiting];
        }
    }

    private void Work()
    {
        while (Next() is { } task)
        {
            TryExecuteTask(task);
        }
    }

    private Task? Next()
    {
        lock (_lock)
        {
            _idle++;
            try
            {
                while (_waiting.Count == 0)
                {
                    if (!Monitor.Wait(_lock, idleTime) && _waiting.Count == 0)
                    {
                        return null;
                    }
                }

                return _waiting.Dequeue();
            }
            finally
            {
                _idle--;
            }
        }
    }
}
