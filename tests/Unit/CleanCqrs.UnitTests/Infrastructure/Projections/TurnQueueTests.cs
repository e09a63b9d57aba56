using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

public sealed class TurnQueueTests
{
    private readonly List<string> _applied = [];
    private readonly List<TaskCompletionSource> _turns = [];
    private readonly TurnQueue _queue;

    public TurnQueueTests() => _queue = new TurnQueue(ApplyAsync, maxEvents: 3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_for_a_turn_is_applied_together()
    {
        var first = SendAsync("a");
        var (second, third) = (SendAsync("b"), SendAsync("c", "d"));

        _turns[0].SetResult();
        await first;
        second.IsCompleted.ShouldBeFalse();

        await EndTurnAsync(1);
        await Task.WhenAll(second, third);
        _applied.ShouldBe(["a", "b c d"]);
    }

    [Fact]
    public async Task No_more_is_applied_together_than_the_limit()
    {
        var batches = new[] { SendAsync("a"), SendAsync("b", "c"), SendAsync("d", "e"), SendAsync("f", "g", "h", "i") };

        for (var turn = 0; turn < 4; turn++)
        {
            await EndTurnAsync(turn);
        }

        await Task.WhenAll(batches);
        _applied.ShouldBe(["a", "b c", "d e", "f g h i"]);
    }

    [Fact]
    public async Task A_failure_is_that_of_all_batches_that_were_applied_together_and_of_no_other()
    {
        var first = SendAsync("a");
        var (second, third, fourth) = (SendAsync("b"), SendAsync("c", "d"), SendAsync("e"));
        await EndTurnAsync(0);
        await first;

        (await TurnAsync(1)).SetException(new InvalidOperationException("poison"));

        (await Should.ThrowAsync<InvalidOperationException>(() => second)).Message.ShouldBe("poison");
        (await Should.ThrowAsync<InvalidOperationException>(() => third)).Message.ShouldBe("poison");
        await EndTurnAsync(2);
        await fourth;
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_while_it_waits_is_not_applied()
    {
        using var cancellation = new CancellationTokenSource();
        var first = SendAsync("a");
        var cancelled = _queue.ApplyAsync(Events("b"), cancellation.Token);
        var third = SendAsync("c");

        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);

        await EndTurnAsync(0);
        await EndTurnAsync(1);
        await Task.WhenAll(first, third);
        _applied.ShouldBe(["a", "c"]);
    }

    [Fact]
    public async Task When_the_batch_whose_turn_it_is_is_cancelled_those_that_it_took_along_are_applied_all_the_same()
    {
        using var cancellation = new CancellationTokenSource();
        var first = SendAsync("a");
        var leading = _queue.ApplyAsync(Events("b"), cancellation.Token);
        var taken = SendAsync("c");
        await EndTurnAsync(0);
        await first;
        await TurnAsync(1);

        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leading);

        await EndTurnAsync(2);
        await taken;
        _applied.ShouldBe(["a", "b c", "c"]);
    }

    private static List<EventEnvelope> Events(params string[] ids) =>
        [.. ids.Select(id => new EventEnvelope(Guid.NewGuid(), "type", "topic", id, 1, DateTimeOffset.UnixEpoch, Array.Empty<byte>()))];

    private Task SendAsync(params string[] ids) => _queue.ApplyAsync(Events(ids), Token);

    private async Task ApplyAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_turns)
        {
            _applied.Add(string.Join(' ', events.Select(envelope => envelope.StreamId)));
            _turns.Add(turn);
        }

        await turn.Task.WaitAsync(cancellationToken);
    }

    private async Task EndTurnAsync(int number) => (await TurnAsync(number)).SetResult();

    private async Task<TaskCompletionSource> TurnAsync(int number)
    {
        while (true)
        {
            lock (_turns)
            {
                if (_turns.Count > number)
                {
                    return _turns[number];
                }
            }

            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }
    }
}
