using CleanCqrs.Testing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Stores;

internal sealed class WalletViews(WalletViewContext context) : IWalletViews
{
    public void Add(WalletView view) => context.Add(view);

    public Task<WalletView?> FindAsync(Guid walletId, CancellationToken cancellationToken) =>
        context.Set<WalletView>().SingleOrDefaultAsync(view => view.WalletId == walletId, cancellationToken);

    public Task<int> CountChangedSinceAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        context.Set<WalletView>().CountAsync(view => view.ChangedAt >= time, cancellationToken);
}
