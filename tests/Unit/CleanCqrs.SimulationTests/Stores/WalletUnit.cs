using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Simulation.Stores;
using CleanCqrs.Testing.Persistence;

namespace CleanCqrs.SimulationTests.Stores;

/// <summary>One unit of work of the write side.</summary>
internal sealed class WalletUnit(WalletTable table, TimeProvider clock, IStoreCalls calls) : IWallets, IUnitOfWork, IIdempotencyStore
{
    private readonly List<TrackedWallet> _tracked = [];
    private readonly List<IdempotencyRecord> _keys = [];

    public bool HasChanges => _keys.Count > 0 || _tracked.Exists(IsChanged);

    public void Add(Wallet wallet) => _tracked.Add(new TrackedWallet(wallet, LoadedVersion: null));

    public void Remove(Wallet wallet)
    {
        var place = _tracked.FindIndex(tracked => tracked.Wallet == wallet);
        _tracked[place] = _tracked[place] with { IsRemoved = true };
    }

    public Task<Wallet?> FindAsync(Guid id, CancellationToken cancellationToken) => calls.CallAsync(
        "find wallet",
        () =>
        {
            if (table.Find(id) is not { } wallet)
            {
                return null;
            }

            _tracked.Add(new TrackedWallet(wallet, wallet.Version));
            return wallet;
        },
        cancellationToken);

    public async Task SaveChangesAsync(CancellationToken cancellationToken)
    {
        await calls.CallAsync("save", () => table.Save(_tracked.FindAll(IsChanged), _keys, clock.GetUtcNow()), cancellationToken);
        Reset();
    }

    public void Reset()
    {
        _tracked.Clear();
        _keys.Clear();
    }

    public Task<IdempotencyRecord?> FindAsync(string scope, string key, CancellationToken cancellationToken) => calls.CallAsync(
        "find key",
        () => _keys.Find(record => (record.Scope, record.Key) == (scope, key)) ?? Stored(scope, key),
        cancellationToken);

    public void Add(IdempotencyRecord record)
    {
        if (_keys.Exists(other => (other.Scope, other.Key) == (record.Scope, record.Key)))
        {
            throw new IdempotencyKeyReusedException(record.Key);
        }

        _keys.Add(record);
    }

    private IdempotencyRecord? Stored(string scope, string key) =>
        table.Keys.TryGetValue((scope, key), out var stored) ? stored.Record : null;

    private static bool IsChanged(TrackedWallet tracked) =>
        tracked.IsRemoved || tracked.LoadedVersion is null || tracked.Wallet.RaisedEvents.Count > 0;
}
