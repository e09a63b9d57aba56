using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

public sealed class AttemptLimitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<Task> _abandoned = [];
    private readonly AttemptLimit _limit;

    public AttemptLimitTests() => _limit = new AttemptLimit(TimeSpan.FromSeconds(20), _time, _abandoned.Add, TaskScheduler.Default);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_ends_in_time_ends_as_if_there_were_no_limit()
    {
        await _limit.RunAsync(_ => Task.CompletedTask, Token);

        await Should.ThrowAsync<NotSupportedException>(() => _limit.RunAsync(_ => throw new NotSupportedException(), Token));
        _abandoned.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_calls_of_an_attempt_share_its_time()
    {
        await _limit.RunAsync(_ => AdvanceAsync(15), Token);

        await Should.ThrowAsync<AttemptTimedOutException>(() => _limit.RunAsync(
            async token =>
            {
                await AdvanceAsync(6);
                await Task.Delay(Timeout.Infinite, token);
            },
            Token));
        _abandoned.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_heeds_neither_time_nor_token_is_abandoned_after_a_grace()
    {
        var hanging = new TaskCompletionSource();

        var running = _limit.RunAsync(_ => hanging.Task, Token);
        await PassTimeUntilAsync(running);

        await Should.ThrowAsync<AttemptTimedOutException>(() => running);
        _abandoned.Single().IsCompleted.ShouldBeFalse();
        hanging.SetResult();
    }

    [Fact]
    public async Task What_nobody_wants_any_more_is_abandoned_as_a_cancellation()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var hanging = new TaskCompletionSource();

        var running = _limit.RunAsync(_ => hanging.Task, stop.Token);
        await stop.CancelAsync();
        await PassTimeUntilAsync(running);

        await Should.ThrowAsync<OperationCanceledException>(() => running);
        _abandoned.Count.ShouldBe(1);
        hanging.SetResult();
    }

    private async Task PassTimeUntilAsync(Task running)
    {
        while (!running.IsCompleted)
        {
            Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private Task AdvanceAsync(int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return Task.CompletedTask;
    }
}
