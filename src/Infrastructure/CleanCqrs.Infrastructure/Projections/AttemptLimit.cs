namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Runs the code of projectors, which may hang: on a thread of its own, for a limited time in total. When the time is up, or nobody wants
/// the result any more, it is asked to end by its token; if it does not, it is left alone with what it has.
/// </summary>
/// <param name="timeout">The time that all calls have together.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="onAbandoned">Is called with what is still running, before the exception is thrown.</param>
/// <param name="scheduler">Where the code runs, past the thread of the caller.</param>
internal sealed class AttemptLimit(
    TimeSpan timeout, TimeProvider timeProvider, Action<Task> onAbandoned, TaskScheduler scheduler)
{
    /// <summary>How long cancelled code has to come to its end.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromSeconds(2);

    private TimeSpan _used = TimeSpan.Zero;

    /// <exception cref="AttemptTimedOutException">The time is up.</exception>
    /// <exception cref="OperationCanceledException">Nobody wants the result any more.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var left = timeout - _used;
        var time = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, timeProvider);
        var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        var running = Task.Factory.StartNew(
            () => work(both.Token), CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();
        if (!await EndsAsync(running, both.Token))
        {
            // Its token is still in use: neither source is disposed.
            onAbandoned(running);
            cancellationToken.ThrowIfCancellationRequested();
            throw new AttemptTimedOutException(Message("and does not end though it was cancelled, so it was abandoned"));
        }

        var isLate = time.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
        both.Dispose();
        time.Dispose();
        _used += timeProvider.GetElapsedTime(started);
        try
        {
            await running;
        }
        catch (Exception exception) when (isLate)
        {
            throw new AttemptTimedOutException(Message("and was cancelled"), exception);
        }
    }

    private async Task<bool> EndsAsync(Task running, CancellationToken cancelled)
    {
        const ConfigureAwaitOptions Whatever = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;
        await running.WaitAsync(cancelled).ConfigureAwait(Whatever);
        if (!running.IsCompleted)
        {
            await running.WaitAsync(Grace, timeProvider, CancellationToken.None).ConfigureAwait(Whatever);
        }

        return running.IsCompleted;
    }

    private string Message(string what) =>
        $"The attempt took longer than Projections:AttemptTimeout allows ({timeout}) {what}. Find out what its projectors wait for, let "
        + "them heed their cancellation token, or set a longer time.";
}
