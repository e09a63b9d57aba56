using CleanCqrs.Application.Projections;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Projections;

public sealed class RedriveTests : ProjectionTest
{
    [Fact]
    public async Task A_redrive_that_fails_again_can_be_repeated()
    {
        var host = await StartWithDeadLetterAsync();
        (await RedriveAsync(host)).ShouldBeTrue();
        await Eventually.HoldsAsync(async () => (await StatusAsync(host)).DeadLetters == 1, "it is a dead letter again");
        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(1));

        host.Probe.Heal();
        (await RedriveAsync(host)).ShouldBeTrue();
        (await host.RedriveAsync("nobody", BankSetup.Statements)).ShouldBeFalse();

        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a") == TrailOf(5), "everything is applied in order");
        (await StatusAsync(host)).ShouldBe(
            new ProjectionStatus(BankSetup.Statements, Streams: 1, Parked: 0, Retrying: 0, DeadLetters: 0, Unreadable: 0));
    }

    [Fact]
    public async Task A_redrive_works_after_a_restart()
    {
        var first = await StartWithDeadLetterAsync();
        await first.StopAsync();

        var second = await StartAsync();
        (await RedriveAsync(second)).ShouldBeTrue();

        await Eventually.HoldsAsync(async () => await second.FindTrailAsync("a") == TrailOf(5), "everything is applied in order");
    }

    [Fact]
    public async Task A_crash_in_the_middle_of_a_redrive_leaves_nothing_parked_for_ever()
    {
        var first = await StartWithDeadLetterAsync();
        var stop = new TaskCompletionSource();
        first.Probe.Heal();
        first.Probe.BeforeApplyingCancellable = async (envelope, cancelled) =>
        {
            if (envelope.StreamVersion == 3)
            {
                stop.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancelled);
            }
        };
        await RedriveAsync(first);
        await stop.Task.WaitAsync(Token);
        var stopping = first.StopAsync();
        await AfterAWhileAsync(() => Task.FromResult(stopping.IsCompleted), "the host has stopped");
        await stopping;
        (await first.FindTrailAsync("a")).ShouldBe(TrailOf(2));

        var second = await StartAsync();

        await AfterAWhileAsync(async () => await second.FindTrailAsync("a") == TrailOf(5), "the rest is applied in order");
    }

    private static Task<bool> RedriveAsync(BankHost host) => host.RedriveAsync("a", BankSetup.Statements);

    /// <summary>a/1 is applied, a/2 is a dead letter, a/3 to a/5 wait behind it.</summary>
    private async Task<BankHost> StartWithDeadLetterAsync()
    {
        var host = await StartAsync(options => options.MaxAttempts = 1);
        host.Probe.FailAt("a", 2);
        await host.DeliverAsync(History(host, "a", 5));
        (await HeldNamesAsync(host, HoldReason.DeadLetter)).ShouldBe(["a/2"]);
        return host;
    }
}
