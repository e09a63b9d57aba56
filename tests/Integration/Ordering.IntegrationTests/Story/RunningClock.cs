using Microsoft.Extensions.Time.Testing;

namespace Ordering.IntegrationTests.Story;

/// <summary>A clock that runs like any other, and can be put forward: whoever waits by it wakes up when his time has come.</summary>
internal sealed class RunningClock : IAsyncDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(20);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public RunningClock() => _running = RunAsync();

    public TimeProvider Time => _time;

    public void PutForward(TimeSpan time) => _time.Advance(time);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        var last = TimeProvider.System.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(_tick, CancellationToken.None);
            var now = TimeProvider.System.GetTimestamp();
            _time.Advance(TimeProvider.System.GetElapsedTime(last, now));
            last = now;
        }
    }
}
