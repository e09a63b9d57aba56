using System.Diagnostics;

namespace TestSupport;

/// <summary>Waits for what must happen by itself: it looks again and again until a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _pauseOfLongWaits = TimeSpan.FromMilliseconds(100);

    public static Task HoldsAsync(Func<bool> probe, string expectation) => HoldsAsync(() => Task.FromResult(probe()), expectation);

    public static Task HoldsAsync(Func<Task<bool>> probe, string expectation) => HoldsAsync(probe, () => expectation);

    /// <param name="probe">Whether it has happened.</param>
    /// <param name="expectation">What it is, with what was seen last.</param>
    public static async Task HoldsAsync(Func<Task<bool>> probe, Func<string> expectation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Token);
        deadline.CancelAfter(_deadline);
        await LookAsync(probe, expectation, _pause, deadline.Token);
    }

    /// <param name="probe">Whether it has happened.</param>
    /// <param name="expectation">What it is.</param>
    /// <param name="deadline">Is cancelled when it is too late. Until then it looks less often: probes of processes cost more.</param>
    public static Task HoldsBeforeAsync(Func<Task<bool>> probe, string expectation, CancellationToken deadline) =>
        HoldsBeforeAsync(probe, () => expectation, deadline);

    /// <summary>The same, with words that are asked for when the time is up.</summary>
    public static Task HoldsBeforeAsync(Func<Task<bool>> probe, Func<string> expectation, CancellationToken deadline) =>
        LookAsync(probe, expectation, _pauseOfLongWaits, deadline);

    private static async Task LookAsync(Func<Task<bool>> probe, Func<string> expectation, TimeSpan pause, CancellationToken deadline)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            while (!await probe())
            {
                await Task.Delay(pause, deadline);
            }
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested && !TestRun.Token.IsCancellationRequested)
        {
            throw new TimeoutException($"This did not happen within {Stopwatch.GetElapsedTime(started)}: {expectation()}.", exception);
        }
    }
}
