namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>Waits for what must happen by itself: it looks again and again until a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    public static async Task HoldsAsync(Func<Task<bool>> probe, string expectation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(_deadline);
        while (!await probe())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"This did not happen within {_deadline}: {expectation}");
            }

            await Task.Delay(_pause, TestContext.Current.CancellationToken);
        }
    }

    public static Task HoldsAsync(Func<bool> probe, string expectation) => HoldsAsync(() => Task.FromResult(probe()), expectation);
}
