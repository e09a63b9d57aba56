using System.Globalization;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Transport;
using CleanCqrs.Domain;
using CleanCqrs.Simulation.Stores;
using CleanCqrs.Testing.Persistence;

namespace CleanCqrs.SimulationTests.Stores;

/// <summary>The wallets of the write database, saved together with their events.</summary>
internal sealed class WalletTable(WriteDatabase database)
{
    private readonly Dictionary<Guid, StoredWallet> _wallets = [];
    private readonly Dictionary<string, long> _ended = [];

    public Dictionary<(string Scope, string Key), (IdempotencyRecord Record, DateTimeOffset CreatedAt)> Keys { get; } = [];

    public Wallet? Find(Guid id)
    {
        if (!_wallets.TryGetValue(id, out var stored))
        {
            return null;
        }

        var wallet = Wallet.Open(id, stored.ChangedAt);
        if (stored.Version > 1)
        {
            wallet.Change(stored.Balance, stored.ChangedAt);
            ((IAggregateRoot)wallet).ContinueAfter(stored.Version - 2);
        }

        wallet.ForgetRaisedEvents();
        return wallet;
    }

    public bool Save(IReadOnlyList<TrackedWallet> changes, IReadOnlyList<IdempotencyRecord> keys, DateTimeOffset time)
    {
        if (keys.Any(key => Keys.ContainsKey((key.Scope, key.Key))))
        {
            throw new ConcurrencyConflictException("The key is used already.");
        }

        foreach (var change in changes)
        {
            Check(change);
        }

        foreach (var change in changes)
        {
            Save(change, time);
        }

        foreach (var key in keys)
        {
            Keys.Add((key.Scope, key.Key), (key, database.Now));
        }

        return true;
    }

    private void Check(TrackedWallet change)
    {
        var wallet = change.Wallet;
        if (change.IsRemoved && wallet.RaisedEvents.Count == 0)
        {
            throw new InvalidOperationException(
                $"Wallet {wallet.Id} is deleted without an event, so read models would keep it for ever. "
                + "Let it raise one before it is removed, and save both together.");
        }

        if ((_wallets.TryGetValue(wallet.Id, out var stored) ? stored.Version : (long?)null) != change.LoadedVersion)
        {
            throw new ConcurrencyConflictException($"Wallet {wallet.Id} has been changed by another.");
        }
    }

    private void Save(TrackedWallet change, DateTimeOffset time)
    {
        var wallet = change.Wallet;
        if (change.LoadedVersion is null && _ended.TryGetValue(wallet.StreamId, out var last))
        {
            ((IAggregateRoot)wallet).ContinueAfter(last);
        }

        foreach (var raised in wallet.RaisedEvents)
        {
            var payload = System.Text.Encoding.UTF8.GetBytes(((WalletChanged)raised.Event).Amount.ToString(CultureInfo.InvariantCulture));
            database.Insert(database.NextPosition(), new EventEnvelope(
                Guid.NewGuid(), "contract.wallets.changed.v1", "contract.wallets.changed", wallet.StreamId, raised.Version, time, payload));
        }

        if (change.IsRemoved)
        {
            _wallets.Remove(wallet.Id);
            _ended[wallet.StreamId] = wallet.Version;
        }
        else
        {
            _wallets[wallet.Id] = new StoredWallet(wallet.Balance, wallet.ChangedAt, wallet.Version);
        }

        wallet.ForgetRaisedEvents();
    }

    private sealed record StoredWallet(decimal Balance, DateTimeOffset ChangedAt, long Version);
}
