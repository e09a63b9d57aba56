using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Transport;

namespace CleanCqrs.IntegrationTests.Transport;

/// <summary>The in-process transport keeps nothing, so it acknowledges later than a broker does: when the handlers are done.</summary>
public sealed class InProcessAcknowledgementTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_is_acknowledged_when_its_handler_is_done_and_not_before()
    {
        var transport = InProcess.Create();
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var group = await SubscribeAsync(transport, "group", async _ =>
        {
            begun.SetResult();
            await mayEnd.Task;
        });

        var publishing = transport.PublishAsync([EventOf("a", 1)], Token);
        await begun.Task.WaitAsync(Token);
        publishing.IsCompleted.ShouldBeFalse();
        mayEnd.SetResult();

        (await publishing).ShouldBe([PublishResult.Acknowledged]);
    }

    [Fact]
    public async Task A_handler_that_keeps_failing_makes_publishing_fail_after_its_attempts()
    {
        var transport = InProcess.Create(options => options.DeliveryAttempts = 3);
        var attempts = 0;
        await using var group = await SubscribeAsync(transport, "statements", _ =>
        {
            attempts++;
            throw new InvalidOperationException("not now");
        });

        var results = await transport.PublishAsync([EventOf("a", 1), EventOf("a", 2)], Token);

        attempts.ShouldBe(3);
        results.ShouldAllBe(result => result.Outcome == PublishOutcome.Failed);
        results[0].Error.ShouldBe("Group statements: InvalidOperationException: not now");
    }

    [Fact]
    public async Task What_one_of_two_groups_could_not_handle_is_not_acknowledged()
    {
        var transport = InProcess.Create(options => options.DeliveryAttempts = 1);
        var delivered = new List<EventEnvelope>();
        await using var healthy = await SubscribeAsync(transport, "healthy", events =>
        {
            delivered.AddRange(events);
            return Task.CompletedTask;
        });
        await using var ill = await SubscribeAsync(transport, "ill", _ => throw new InvalidOperationException("not now"));

        var results = await transport.PublishAsync([EventOf("a", 1)], Token);

        results.Single().ShouldBe(PublishResult.Failed("Group ill: InvalidOperationException: not now"));
        delivered.Count.ShouldBe(1, "the other group has it, and gets it again");
    }

    [Fact]
    public async Task What_nobody_subscribed_to_is_not_acknowledged()
    {
        var transport = InProcess.Create();

        (await transport.PublishAsync([EventOf("a", 1)], Token)).Single().ShouldBe(
            PublishResult.Failed("Nobody in this process has subscribed to topic bank.accounts.opened."));
    }

    [Fact]
    public async Task What_comes_after_a_group_has_left_is_not_acknowledged()
    {
        var transport = InProcess.Create();
        var group = await SubscribeAsync(transport, "group", _ => Task.CompletedTask);
        await group.DisposeAsync();
        await group.DisposeAsync();

        (await transport.PublishAsync([EventOf("a", 1)], Token)).Single().Outcome.ShouldBe(PublishOutcome.Failed);
    }

    [Fact]
    public async Task A_group_that_has_left_can_come_back()
    {
        var transport = InProcess.Create();
        await (await SubscribeAsync(transport, "group", _ => Task.CompletedTask)).DisposeAsync();
        await using var again = await SubscribeAsync(transport, "group", _ => Task.CompletedTask);

        (await transport.PublishAsync([EventOf("a", 1)], Token)).ShouldBe([PublishResult.Acknowledged]);
    }

    [Fact]
    public async Task A_group_has_one_member_in_a_process()
    {
        var transport = InProcess.Create();
        await using var first = await SubscribeAsync(transport, "statements", _ => Task.CompletedTask);

        var error = await Should.ThrowAsync<InvalidOperationException>(
            () => SubscribeAsync(transport, "statements", _ => Task.CompletedTask));

        error.Message.ShouldBe("The group statements has subscribed to the in-process transport already.");
    }

    [Fact]
    public async Task Giving_up_publishing_reaches_the_handler()
    {
        var transport = InProcess.Create();
        using var giveUp = new CancellationTokenSource();
        await using var group = await transport.SubscribeAsync(
            new TransportSubscription(
                "group",
                ["bank.accounts.opened"],
                async (_, token) =>
                {
                    await giveUp.CancelAsync();
                    await Task.Delay(Timeout.Infinite, token);
                },
                (_, _) => Task.CompletedTask),
            Token);

        await Should.ThrowAsync<OperationCanceledException>(() => transport.PublishAsync([EventOf("a", 1)], giveUp.Token));
    }

    private static Task<IAsyncDisposable> SubscribeAsync(
        InProcessTransport transport, string group, Func<IReadOnlyList<EventEnvelope>, Task> handler) =>
        transport.SubscribeAsync(
            new TransportSubscription(group, ["bank.accounts.opened"], (events, _) => handler(events), (_, _) => Task.CompletedTask),
            Token);

    private static EventEnvelope EventOf(string stream, long version) => new(
        Guid.CreateVersion7(),
        "bank.accounts.opened.v1",
        "bank.accounts.opened",
        stream,
        version,
        DateTimeOffset.UnixEpoch,
        "{}"u8.ToArray());
}
