using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Ordering.UnitTests.Products;

/// <summary>A clock that moves by hand only, and that tells when somebody begins to wait, and for how long.</summary>
internal sealed class RecordingTimeProvider : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public bool NobodyHasBegunToWait => _waits.Reader.Count == 0;

    /// <summary>The next wait in the order in which they began.</summary>
    /// <exception cref="TimeoutException">Nobody began to wait within 20 seconds of real time.</exception>
    public Task<TimeSpan> NextWaitAsync() => _waits.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }
}
