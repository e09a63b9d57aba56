using CleanCqrs.Simulation.Stores;
using CleanCqrs.Testing.Persistence;

namespace CleanCqrs.SimulationTests.Stores;

/// <summary>The read model as queries see it.</summary>
internal sealed class StoredWalletViews(ReadDatabase database) : IWalletViews
{
    public void Add(WalletView view) => throw new NotSupportedException("A query adds nothing.");

    public Task<WalletView?> FindAsync(Guid walletId, CancellationToken cancellationToken) => Task.FromResult(
        database.State.Rows.TryGetValue(WalletServices.KeyOf(walletId), out var row) ? WalletServices.Copy((WalletView)row) : null);

    public Task<int> CountChangedSinceAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        Task.FromResult(database.State.Rows.Values.OfType<WalletView>().Count(view => view.ChangedAt >= time));
}
