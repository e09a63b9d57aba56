using CleanCqrs.Simulation.Stores;
using CleanCqrs.Testing.Persistence;

namespace CleanCqrs.SimulationTests.Stores;

/// <summary>The read model in one unit of work of a projection.</summary>
internal sealed class WalletServices(SimulatedProjectionSession session) : IServiceProvider, IWalletViews
{
    public static string KeyOf(Guid id) => $"wallet/{id}";

    public static WalletView Copy(WalletView view) => new()
    {
        WalletId = view.WalletId,
        Balance = view.Balance,
        ChangedAt = view.ChangedAt,
    };

    public object? GetService(Type serviceType) => serviceType == typeof(IWalletViews) ? this : null;

    public void Add(WalletView view) => session.Put(KeyOf(view.WalletId), () => Copy(view));

    public async Task<WalletView?> FindAsync(Guid walletId, CancellationToken cancellationToken)
    {
        if (await session.FindAsync(KeyOf(walletId), cancellationToken) is not WalletView stored)
        {
            return null;
        }

        var view = Copy(stored);
        Add(view);
        return view;
    }

    public Task<int> CountChangedSinceAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A projector does not count.");
}
