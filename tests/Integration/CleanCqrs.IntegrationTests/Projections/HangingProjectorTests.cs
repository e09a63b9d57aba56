using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Projections;

/// <summary>A projector that does not come back harms its own stream only.</summary>
[Collection(HangingAlone.Name)]
public sealed class HangingProjectorTests : ProjectionTest
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    /// <summary>So that an attempt which does not hang has a second of real time.</summary>
    private static readonly TimeSpan _slowly = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _long = TimeSpan.FromDays(1);

    private int _hanging;

    [Fact]
    public async Task A_projector_that_hangs_and_ignores_its_token_is_abandoned_and_its_event_has_failed()
    {
        var host = await StartHangingAsync(out var release, options => options.Retry.FirstDelay = options.Retry.MaxDelay = _long);
        var (a, b) = (History(host, "a", 3), History(host, "b", 2));

        var delivery = Task.Run(() => host.DeliverAsync(a[0], a[1], b[0], a[2]), Token);
        await TimePassesWhileItHangsAsync(host, delivery);

        (await delivery).ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged);
        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(1));
        (await host.FindTrailAsync("b")).ShouldBe(TrailOf(1));
        (await HeldNamesAsync(host, HoldReason.Parked)).ShouldBe(["a/3"]);
        (await HeldAsync(host, HoldReason.Retrying)).Single().Error.ShouldBe(
            "AttemptTimedOutException: The attempt took longer than Projections:AttemptTimeout allows (00:00:10) and does not end though "
            + "it was cancelled, so it was abandoned. Find out what its projectors wait for, let them heed their cancellation token, or "
            + "set a longer time.");
        host.Services.GetRequiredService<IAbandonedAttempts>().Count(BankSetup.Statements).ShouldBe(2, "one of the batch, one alone");
        host.Log.Where(line => line.Message.StartsWith("An attempt", StringComparison.Ordinal)).Select(line => line.Message).ShouldBe(
        [
            Abandoned(events: 4), Abandoned(events: 1),
        ]);

        await host.DeliverAsync(b[1]);
        (await host.FindTrailAsync("b")).ShouldBe(TrailOf(2));
        release.SetResult();
    }

    [Fact]
    public async Task What_an_abandoned_attempt_does_when_it_wakes_up_has_no_effect()
    {
        var host = await StartHangingAsync(out var release);
        var a = History(host, "a", 2);
        var delivery = Task.Run(() => host.DeliverAsync(a), Token);
        await TimePassesWhileItHangsAsync(host, delivery);

        host.Probe.Heal();
        await AfterAWhileAsync(
            async () => await host.FindTrailAsync("a") == TrailOf(2), "the event is applied by another attempt", _slowly);
        release.SetResult();

        await Eventually.HoldsAsync(
            () => host.Services.GetRequiredService<IAbandonedAttempts>().Count(BankSetup.Statements) == 0, "the abandoned ones have ended");
        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(2));
        host.Log.Count(line => line.Message.EndsWith("has ended after all; it had no effect", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_projector_that_heeds_its_token_leaves_nothing_behind()
    {
        var host = await StartAsync(options => options.AttemptTimeout = _timeout);
        host.Probe.BeforeApplyingCancellable =
            (envelope, token) => envelope.StreamId == "a" ? HangAsync(() => Task.Delay(Timeout.Infinite, token)) : Task.CompletedTask;

        var delivery = Task.Run(() => host.DeliverAsync([.. History(host, "a", 1), .. History(host, "b", 1)]), Token);
        await TimePassesWhileItHangsAsync(host, delivery);

        host.Services.GetRequiredService<IAbandonedAttempts>().Count(BankSetup.Statements).ShouldBe(0);
        (await HeldAsync(host, HoldReason.Retrying)).Single().Error.ShouldBe(
            "AttemptTimedOutException: The attempt took longer than Projections:AttemptTimeout allows (00:00:10) and was cancelled. Find "
            + "out what its projectors wait for, let them heed their cancellation token, or set a longer time.");
        (await host.FindTrailAsync("b")).ShouldBe(TrailOf(1));
    }

    [Fact]
    public async Task A_projector_that_blocks_its_thread_is_abandoned_too()
    {
        var host = await StartAsync(options => options.AttemptTimeout = _timeout);
        using var release = new ManualResetEventSlim();
        host.Probe.BeforeApplying = envelope => envelope.StreamId == "a" ? BlockAsync(release) : Task.CompletedTask;

        var delivery = Task.Run(() => host.DeliverAsync([.. History(host, "a", 1), .. History(host, "b", 1)]), Token);
        await TimePassesWhileItHangsAsync(host, delivery);

        (await HeldNamesAsync(host, HoldReason.Retrying)).ShouldBe(["a/1"]);
        (await host.FindTrailAsync("b")).ShouldBe(TrailOf(1));
        release.Set();
    }

    [Fact]
    public async Task Many_projectors_that_block_hold_no_thread_that_anybody_else_waits_for()
    {
        var host = await StartAsync(options => options.AttemptTimeout = _timeout);
        using var release = new ManualResetEventSlim();
        var fromPool = 0;
        host.Probe.BeforeApplying = envelope =>
        {
            Interlocked.Add(ref fromPool, Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
            return envelope.StreamId.StartsWith("blocked", StringComparison.Ordinal) ? BlockAsync(release) : Task.CompletedTask;
        };

        var delivery = Task.Run(
            () => host.DeliverAsync(
                [.. Enumerable.Range(0, 20).SelectMany(i => History(host, $"blocked-{i}", 1)), .. History(host, "b", 2)]),
            Token);
        await TimePassesWhileItHangsAsync(host, delivery);

        host.Services.GetRequiredService<IAbandonedAttempts>().Count(BankSetup.Statements).ShouldBeGreaterThanOrEqualTo(20);
        (await host.FindTrailAsync("b")).ShouldBe(TrailOf(2));
        fromPool.ShouldBe(0);
        release.Set();
    }

    [Fact]
    public async Task An_event_that_leaves_too_many_attempts_behind_is_not_begun_again_and_is_a_dead_letter_in_the_end()
    {
        var host = await StartHangingAsync(out var release, options => options.MaxAttempts = 5);
        var delivery = Task.Run(() => host.DeliverAsync(History(host, "a", 2)), Token);

        await AfterAWhileAsync(async () => (await StatusAsync(host)).DeadLetters == 1, "the event is a dead letter");

        await delivery;
        host.Services.GetRequiredService<IAbandonedAttempts>().Count(BankSetup.Statements).ShouldBe(3);
        host.Probe.Attempts.Count(name => name == "a/2").ShouldBe(3);
        (await HeldAsync(host, HoldReason.DeadLetter)).Single().Error.ShouldBe(
            "AttemptTimedOutException: 3 abandoned attempts at a/2 still run in this process, as many as Projections:MaxAbandonedAttempts "
            + "allows, so no further one was begun. Find out what the projectors wait for; a restart of the process ends them.");
        host.Log.Count(line => line.Level == LogLevel.Error).ShouldBe(1);
        release.SetResult();
    }

    /// <summary>Attempts that do not hang are made in no time, however slow the machine is.</summary>
    private Task TimePassesWhileItHangsAsync(BankHost host, Task delivery) => Eventually.HoldsAsync(
        () =>
        {
            if (Volatile.Read(ref _hanging) > host.Services.GetRequiredService<IAbandonedAttempts>().Count(BankSetup.Statements))
            {
                Time.Advance(TimeSpan.FromSeconds(1));
            }

            return delivery.IsCompleted;
        },
        "the batch comes to its end");

    private async Task HangAsync(Func<Task> until)
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            await until();
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }

    private Task BlockAsync(ManualResetEventSlim release) => HangAsync(() =>
    {
        release.Wait(Token);
        return Task.CompletedTask;
    });

    private static string Abandoned(int events) =>
        $"An attempt of projection statements does not end: it is at bank.accounts.deposited.v1 a/2, with {events} events in hand. It is "
        + "left alone, and nothing it does reaches the read database any more";

    private Task<BankHost> StartHangingAsync(
        out TaskCompletionSource release, Action<Infrastructure.Projections.ProjectionOptions>? configure = null)
    {
        var mayGoOn = release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return StartAsync();

        async Task<BankHost> StartAsync()
        {
            var host = await this.StartAsync(options =>
            {
                options.AttemptTimeout = _timeout;
                configure?.Invoke(options);
            });
            host.Probe.BeforeApplying =
                envelope => envelope is { StreamId: "a", StreamVersion: 2 } ? HangAsync(() => mayGoOn.Task) : Task.CompletedTask;
            return host;
        }
    }
}
