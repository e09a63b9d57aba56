using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Testing.Transport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

public abstract partial class StoreContract
{
    /// <summary>Clocks of instances that are wrong by a month, and worse.</summary>
    private static readonly TimeSpan[] _errors = [TimeSpan.FromDays(31), TimeSpan.FromDays(1), TimeSpan.FromDays(-400)];

    /// <summary>Whoever puts the failure on record, and whoever looks.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_stream_backs_off_by_the_clock_of_the_database_whatever_the_instances_believe()
    {
        Harness.SetTime(null);
        var instances = ConnectWithWrongClocks();
        var (later, soon) = (NewId(), NewId());
        await OpenAsync(instances[0], later, soon);
        foreach (var (id, delay) in new[] { (later, TimeSpan.FromMinutes(30)), (soon, TimeSpan.FromMilliseconds(50)) })
        {
            var message = (await PendingAsync(instances[0])).First(pending => pending.Envelope.StreamId == id.ToString());
            await instances[0].GetRequiredService<IOutboxStore>().RecordAsync(
                await LeaseAsync(instances[0]), [new OutboxOutcome(message, PublishResult.Failed("no answer"), delay)], Token);
        }

        foreach (var instance in instances)
        {
            await instances[0].GetRequiredService<IBucketLeases>().ReleaseAsync(Token);
            await Eventually.HoldsAsync(
                async () => Names(await PendingAsync(instance)).SequenceEqual([$"{soon}/1"]), () => "the one that is due, and no other");
            await instance.GetRequiredService<IBucketLeases>().ReleaseAsync(Token);
        }
    }

    /// <summary>An outage lasts as long as its record says, for all.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_outage_lasts_by_the_clock_of_the_database_whatever_the_instances_believe()
    {
        Harness.SetTime(null);
        var instances = ConnectWithWrongClocks();
        await instances[0].GetRequiredService<IOutboxStore>().RecordOutageAsync(
            new TransportOutage(3, TimeSpan.FromMinutes(30), "broker away"), Token);

        foreach (var instance in instances)
        {
            var outage = await instance.GetRequiredService<IOutboxStore>().FindOutageAsync(Token);
            Assert.InRange(outage!.RetryAfter, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
        }
    }

    /// <summary>A row that a wrong clock has written, or an older version of the library.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_time_that_no_schedule_can_have_set_counts_as_due()
    {
        var (id, held) = (NewId(), NewId());
        await OpenAsync(id);
        var message = (await ReadAsync())[0];
        Harness.SetTime(_now.AddDays(31));
        await RecordAsync(new OutboxOutcome(message, PublishResult.Failed("no answer"), TimeSpan.FromMinutes(1)));
        await HoldAsync(Held(held, 1, HoldReason.Retrying) with { RetryAt = _now.AddDays(31) });

        Assert.Equal([$"{id}/1"], Names(await ReadAsync()));
        Assert.Equal([held.ToString()], (await ReadDueAsync(_now)).Events.Select(due => due.Envelope.StreamId));
        Harness.SetTime(_now.AddDays(31));
        await Outbox.RecordOutageAsync(new TransportOutage(1, TimeSpan.FromMinutes(1), "broker away"), Token);
        Assert.Equal([$"{id}/1"], Names(await ReadAsync()));
    }

    /// <summary>What one session stores, and another one reads.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_held_event_is_due_by_the_clock_of_the_database_whatever_the_instances_believe()
    {
        Harness.SetTime(null);
        var instances = ConnectWithWrongClocks();
        var (later, soon) = (NewId(), NewId());
        await instances[0].GetRequiredService<IProjectionStore>().RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                await session.LoadHeldAsync([new(later.ToString(), 1), new(soon.ToString(), 1)], token);
                var now = await session.GetTimeAsync(token);
                session.Hold(Held(later, 1, HoldReason.Retrying) with { RetryAt = now.AddMinutes(30) });
                session.Hold(Held(soon, 1, HoldReason.Retrying) with { RetryAt = now.AddMilliseconds(50) });
                await session.CommitAsync(token);
            },
            Token);

        foreach (var instance in instances)
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    var due = await instance.GetRequiredService<IProjectionStore>().ReadDueAsync(Projection, 10, _longestWait, Token);
                    return due.Events.Select(held => held.Envelope.StreamId).SequenceEqual([soon.ToString()]);
                },
                () => "the one that is due, and no other");
        }
    }

    /// <summary>A relay that starts a month ahead, after instances that were a year behind.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Nothing_is_deleted_early_because_a_clock_is_wrong()
    {
        Harness.SetTime(null);
        var instances = ConnectWithWrongClocks();
        foreach (var (instance, number) in instances.Select((instance, number) => (instance, number)))
        {
            await InScopeAsync(instance, scope =>
            {
                scope.GetRequiredService<IWallets>().Add(Wallet.Open(NewId(), _now));
                scope.GetRequiredService<IIdempotencyStore>().Add(
                    new IdempotencyRecord("member", $"key {number}", "fingerprint", "{}"));
                return SaveAsync(scope);
            });
            var messages = await PendingAsync(instance);
            await instance.GetRequiredService<IOutboxStore>().RecordAsync(
                await LeaseAsync(instance), [.. messages.Select(Acknowledged)], Token);
            await instance.GetRequiredService<IBucketLeases>().ReleaseAsync(Token);
        }

        foreach (var retention in instances.Select(instance => instance.GetRequiredService<IRetentionStore>()))
        {
            Assert.Equal(0, await retention.DeleteIdempotencyKeysAsync(TimeSpan.FromDays(1), 100, Token));
            Assert.Equal(0, (await retention.DeletePublishedAsync(TimeSpan.FromDays(1), 0, long.MaxValue, 100, Token)).Deleted);
        }

        Assert.Equal(instances.Count, (await OutboxOperations.GetStatusAsync(Token)).Published);
    }

    /// <summary>What an instance with a clock far ahead has recorded does not keep retention from what lies behind it.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task What_was_recorded_by_a_clock_that_is_ahead_holds_nothing_up_when_its_time_is_over()
    {
        var ahead = Harness.Connect(new ClockAt(_now.AddYears(1)));
        await OpenAsync(ahead, NewId());
        await OpenAsync(NewId());
        await RecordAsync([.. (await ReadAsync()).Select(Acknowledged)]);

        Harness.SetTime(_now.AddDays(3));

        Assert.Equal(2, await DeletePublishedAsync(TimeSpan.FromDays(2)));
    }

    private static async Task<IReadOnlyList<OutboxMessage>> PendingAsync(IServiceProvider instance) =>
        await instance.GetRequiredService<IOutboxStore>().ReadPendingAsync(await LeaseAsync(instance), 100, _longestWait, [], Token);

    private List<IServiceProvider> ConnectWithWrongClocks() =>
        [.. _errors.Select(error => Harness.Connect(new ClockAt(DateTimeOffset.UtcNow + error)))];
}
