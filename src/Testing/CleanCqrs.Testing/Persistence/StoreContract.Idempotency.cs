using CleanCqrs.Application.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

public abstract partial class StoreContract
{
    /// <summary>The answer is there when the change is.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task The_answer_to_a_key_is_saved_with_the_change_and_found_by_scope_and_key()
    {
        var id = NewId();
        var record = new IdempotencyRecord("member 1", "key", "fingerprint", "{\"text\":\"Größe 😀\"}");

        await AnswerAsync(id, record);

        Assert.NotNull(await FindAsync(id));
        await InScopeAsync(Services, async scope =>
        {
            var store = scope.GetRequiredService<IIdempotencyStore>();
            Assert.Equal(record, await store.FindAsync("member 1", "key", Token));
            Assert.Null(await store.FindAsync("member 2", "key", Token));
        });
    }

    /// <summary>However many ask with the same key at once.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_key_is_used_once_and_who_comes_second_changes_nothing()
    {
        var ids = Enumerable.Range(0, 6).Select(_ => NewId()).ToArray();
        var record = new IdempotencyRecord("member 1", "key", "fingerprint", "{}");

        var outcomes = await Task.WhenAll(
            ids.Select(id => Task.Run(async () => await Record.ExceptionAsync(() => AnswerAsync(id, record)), Token)));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<Exception>(), exception => Assert.IsType<ConcurrencyConflictException>(exception));
        Assert.Single(await ReadAsync());
    }

    private Task AnswerAsync(Guid id, IdempotencyRecord record) => InScopeAsync(Services, scope =>
    {
        scope.GetRequiredService<IWallets>().Add(Wallet.Open(id, _now));
        scope.GetRequiredService<IIdempotencyStore>().Add(record);
        return SaveAsync(scope);
    });
}
