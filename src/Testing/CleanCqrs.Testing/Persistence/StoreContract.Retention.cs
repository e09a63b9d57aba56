using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Transport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

public abstract partial class StoreContract
{
    /// <summary>Batch by batch, oldest first, and nothing that is still wanted.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Retention_deletes_old_published_messages_and_neither_pending_ones_nor_dead_letters()
    {
        var (dead, pending, recent) = (NewId(), NewId(), NewId());
        await OpenAsync(Harness.Connect(new ClockAt(_now.AddDays(-5))), dead, pending, recent);
        var messages = await ReadAsync();
        await RecordAsync(
            Acknowledged(messages.Single(message => message.Envelope.StreamId == recent.ToString())),
            new OutboxOutcome(
                messages.Single(message => message.Envelope.StreamId == dead.ToString()), PublishResult.Rejected("too large"), default));
        await Harness.AddHistoryAsync(250, _now.AddDays(-2));

        Assert.Equal(0, await DeletePublishedAsync(TimeSpan.FromDays(3)));
        Assert.Equal(250, await DeletePublishedAsync(TimeSpan.FromDays(1)));

        var status = await OutboxOperations.GetStatusAsync(Token);
        Assert.Equal((1, 1, 1), (status.Pending, status.Published, status.DeadLetters));
    }

    /// <summary>A commit that is under way neither waits for the retention nor holds it up.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Retention_and_a_writer_do_not_wait_for_each_other()
    {
        await Harness.AddHistoryAsync(250, _now.AddDays(-2));
        var (known, added) = (NewId(), NewId());
        await OpenAsync(known);

        await Harness.SaveAndHoldAsync(
            async scope =>
            {
                (await LoadAsync(scope, known)).Change(1, _now);
                scope.GetRequiredService<IWallets>().Add(Wallet.Open(added, _now));
                await SaveAsync(scope);
            },
            async () =>
            {
                if (!Harness.HasOneWriter)
                {
                    Assert.Equal(250, await DeletePublishedAsync(TimeSpan.FromDays(1)));
                }
            });

        Assert.Equal(Harness.HasOneWriter ? 250 : 0, await DeletePublishedAsync(TimeSpan.FromDays(1)));
        Assert.Equal(new HashSet<string> { $"{known}/1", $"{known}/2", $"{added}/1" }, Names(await ReadAsync()).ToHashSet());
    }

    /// <summary>Old keys go, the others stay.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Retention_deletes_old_idempotency_keys_and_no_others()
    {
        for (var day = 1; day <= 25; day++)
        {
            Harness.SetTime(_now.AddDays(-day));
            await InScopeAsync(Services, scope =>
            {
                scope.GetRequiredService<IIdempotencyStore>().Add(new IdempotencyRecord("member", $"key {day}", "fingerprint", "{}"));
                return SaveAsync(scope);
            });
        }

        Harness.SetTime(_now);

        var deleted = new List<int>();
        do
        {
            deleted.Add(await Retention.DeleteIdempotencyKeysAsync(TimeSpan.FromDays(4), 10, Token));
        }
        while (deleted[^1] > 0);

        Assert.Equal([10, 10, 1, 0], deleted);
        await InScopeAsync(Services, async scope =>
        {
            Assert.NotNull(await scope.GetRequiredService<IIdempotencyStore>().FindAsync("member", "key 4", Token));
            Assert.Null(await scope.GetRequiredService<IIdempotencyStore>().FindAsync("member", "key 5", Token));
        });
    }

    private async Task<int> DeletePublishedAsync(TimeSpan age, long upTo = long.MaxValue)
    {
        var deleted = 0;
        long? position = 0;
        while (position is { } next)
        {
            var batch = await Retention.DeletePublishedAsync(age, next, upTo, 100, Token);
            Assert.InRange(batch.Deleted, 0, 100);
            deleted += batch.Deleted;
            position = batch.NextPosition;
        }

        return deleted;
    }
}
