namespace Ordering.IntegrationTests.Products;

internal static class Probe
{
    /// <summary>Looks again and again until something is true.</summary>
    /// <exception cref="TimeoutException">It was not true within 20 seconds.</exception>
    public static async Task UntilAsync(Func<bool> isTrue, string what)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!isTrue())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"Within 20 seconds it did not happen that {what}.");
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
