using System.Diagnostics;
using Xunit;

namespace CleanCqrs.Testing.Transport;

/// <summary>Waits for what must happen by itself: it looks again and again until a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    public static async Task HoldsAsync(Func<Task<bool>> probe, Func<string> expectation)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await probe())
        {
            if (Stopwatch.GetElapsedTime(started) > _deadline)
            {
                Assert.Fail($"This did not happen within {_deadline}: {expectation()}.");
            }

            await Task.Delay(_pause, TestContext.Current.CancellationToken);
        }
    }

    public static Task HoldsAsync(Func<bool> probe, Func<string> expectation) => HoldsAsync(() => Task.FromResult(probe()), expectation);
}
