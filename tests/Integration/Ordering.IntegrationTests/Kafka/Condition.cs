namespace Ordering.IntegrationTests.Kafka;

/// <summary>Waits for what must happen by itself: it looks again and again.</summary>
internal static class Condition
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="TimeoutException">It has not happened by the time the token was cancelled.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string expectation, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_pause);
        try
        {
            while (!await condition())
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"This did not happen in time: {expectation}", exception);
        }
    }
}
