using CleanCqrs.Infrastructure.Signals;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.UnitTests.Infrastructure.Signals;

public sealed class SignalTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_ends_the_wait()
    {
        var signal = new Signal(_time);
        var waiting = signal.WaitAsync(_second, Token);

        signal.Notify();

        (await waiting).ShouldBeTrue();
    }

    [Fact]
    public async Task A_call_before_the_wait_is_not_lost()
    {
        var signal = new Signal(_time);
        signal.Notify();

        (await signal.WaitAsync(_second, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Any_number_of_calls_counts_as_one()
    {
        var signal = new Signal(_time);
        signal.Notify();
        signal.Notify();
        await signal.WaitAsync(_second, Token);

        var waiting = signal.WaitAsync(_second, Token);
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(_second);

        (await waiting).ShouldBeFalse("there was no second call");
    }

    [Fact]
    public async Task A_wait_ends_with_its_time()
    {
        var signal = new Signal(_time);
        var waiting = signal.WaitAsync(_second, Token);
        _time.Advance(_second - TimeSpan.FromMilliseconds(1));
        waiting.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await waiting).ShouldBeFalse();
    }

    [Fact]
    public async Task A_wait_can_be_given_up_without_losing_the_next_call()
    {
        var signal = new Signal(_time);
        using var giveUp = new CancellationTokenSource();
        var waiting = signal.WaitAsync(_second, giveUp.Token);
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);

        signal.Notify();

        (await signal.WaitAsync(_second, Token)).ShouldBeTrue();
    }
}
