using CleanCqrs.Application.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

public abstract partial class StoreContract
{
    /// <summary>The event is there when the change is.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task What_an_aggregate_raises_is_pending_once_its_change_is_saved()
    {
        var id = NewId();

        await OpenAsync(id);
        await ChangeAsync(id, 5, 7);

        Assert.Equal(12, (await FindAsync(id))!.Balance);
        Assert.Equal([$"{id}/1", $"{id}/2", $"{id}/3"], Names(await ReadAsync()));
    }

    /// <summary>The event is not there when the change is not.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_save_that_fails_leaves_neither_the_change_nor_its_events()
    {
        var (used, id) = (NewId(), NewId());
        await OpenAsync(used);

        await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(id, used));

        Assert.Null(await FindAsync(id));
        Assert.Equal([$"{used}/1"], Names(await ReadAsync()));
    }

    /// <summary>Optimistic concurrency, told in the words of the library.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task The_second_of_two_who_change_an_aggregate_is_told_of_the_conflict()
    {
        var id = NewId();
        await OpenAsync(id);
        await using var late = Services.CreateAsyncScope();
        (await LoadAsync(late.ServiceProvider, id)).Change(1, _now);
        await ChangeAsync(id, 2);

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => SaveAsync(late.ServiceProvider));

        Assert.Equal(2, (await FindAsync(id))!.Balance);
        Assert.Equal([$"{id}/1", $"{id}/2"], Names(await ReadAsync()));
    }

    /// <summary>Two histories of one stream can't both be recorded.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_version_of_a_stream_is_never_recorded_twice()
    {
        var id = NewId();
        await OpenAsync(id);

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => OpenAsync(id));

        Assert.Single(await ReadAsync());
    }

    /// <summary>However often an aggregate is deleted and made again, its versions go on, also when the history is gone.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_id_that_is_used_again_goes_on_with_its_stream()
    {
        var id = NewId();
        for (var round = 0; round < 3; round++)
        {
            await OpenAsync(id);
            await InScopeAsync(Services, async scope =>
            {
                var wallet = await LoadAsync(scope, id);
                wallet.Change(1, _now);
                scope.GetRequiredService<IWallets>().Remove(wallet);
                await SaveAsync(scope);
            });
        }

        Assert.Equal(Enumerable.Range(1, 6).Select(version => $"{id}/{version}"), Names(await ReadAsync()));
    }

    /// <summary>Read models could not follow.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_aggregate_is_not_deleted_without_an_event()
    {
        var id = NewId();
        await OpenAsync(id);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => InScopeAsync(Services, async scope =>
        {
            scope.GetRequiredService<IWallets>().Remove(await LoadAsync(scope, id));
            await SaveAsync(scope);
        }));

        Assert.Equal(
            $"Wallet {id} is deleted without an event, so read models would keep it for ever. "
            + "Let it raise one before it is removed, and save both together.",
            refusal.Message);
        Assert.NotNull(await FindAsync(id));
    }

    /// <summary>Everybody repeats until it works, and in the end every change is there once.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Of_many_who_change_an_aggregate_at_once_nobody_is_lost()
    {
        var id = NewId();
        await OpenAsync(id);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RepeatAsync(() => ChangeAsync(id, 1)), Token)));

        Assert.Equal(8, (await FindAsync(id))!.Balance);
        Assert.Equal(Enumerable.Range(1, 9).Select(version => $"{id}/{version}"), Names(await ReadAsync()));
    }

    /// <summary>However the rows of a large save are grouped into statements.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Positions_grow_with_the_versions_of_each_stream_within_a_large_save()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => NewId()).ToArray();
        await InScopeAsync(Services, scope =>
        {
            var wallets = Array.ConvertAll(ids, id => Wallet.Open(id, _now));
            for (var round = 0; round < 19; round++)
            {
                Array.ForEach(wallets, wallet => wallet.Change(1, _now));
            }

            Array.ForEach(wallets, scope.GetRequiredService<IWallets>().Add);
            return SaveAsync(scope);
        });

        var messages = await ReadAsync();

        Assert.Equal(messages.OrderBy(message => message.Position), messages);
        var streams = messages.ToLookup(message => message.Envelope.StreamId, message => message.Envelope.StreamVersion);
        Assert.All(ids, id => Assert.Equal(Enumerable.Range(1, 20).Select(version => (long)version), streams[id.ToString()]));
    }

    private static async Task RepeatAsync(Func<Task> attempt)
    {
        while (true)
        {
            try
            {
                await attempt();
                return;
            }
            catch (ConcurrencyConflictException)
            {
                Token.ThrowIfCancellationRequested();
            }
        }
    }
}
