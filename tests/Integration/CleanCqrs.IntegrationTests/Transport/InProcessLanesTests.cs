using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Transport;

namespace CleanCqrs.IntegrationTests.Transport;

public sealed class InProcessLanesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streams_of_different_lanes_are_handled_at_the_same_time()
    {
        var transport = InProcess.Create(options => options.Lanes = 8);
        using var together = new Barrier(2);
        await using var group = await SubscribeAsync(transport, _ => Task.Run(() => together.SignalAndWait(Token), Token));

        var results = await transport.PublishAsync([EventOf("a"), EventOf("b")], Token);

        results.ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged);
    }

    [Fact]
    public async Task A_failing_lane_does_not_stop_the_others()
    {
        var transport = InProcess.Create(options => (options.Lanes, options.DeliveryAttempts) = (8, 1));
        await using var group = await SubscribeAsync(
            transport, events => events.Any(envelope => envelope.StreamId == "a")
                ? throw new InvalidOperationException()
                : Task.CompletedTask);

        var results = await transport.PublishAsync([EventOf("a"), EventOf("b")], Token);

        results.Select(result => result.Outcome).ShouldBe([PublishOutcome.Failed, PublishOutcome.Acknowledged]);
    }

    [Fact]
    public async Task Two_publishers_never_meet_in_one_lane()
    {
        var transport = InProcess.Create();
        var inside = 0;
        var met = false;
        await using var group = await SubscribeAsync(transport, async _ =>
        {
            met |= Interlocked.Increment(ref inside) > 1;
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        });

        await Task.WhenAll(
            Enumerable.Range(0, 50).Select(number => Task.Run(() => transport.PublishAsync([EventOf($"{number}")], Token), Token)));

        met.ShouldBeFalse();
    }

    private static Task<IAsyncDisposable> SubscribeAsync(InProcessTransport transport, Func<IReadOnlyList<EventEnvelope>, Task> handler) =>
        transport.SubscribeAsync(
            new TransportSubscription("group", ["bank.accounts.opened"], (events, _) => handler(events), (_, _) => Task.CompletedTask),
            Token);

    private static EventEnvelope EventOf(string stream) => new(
        Guid.CreateVersion7(), "bank.accounts.opened.v1", "bank.accounts.opened", stream, 1, DateTimeOffset.UnixEpoch, "{}"u8.ToArray());
}
