using CleanCqrs.Testing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Stores;

internal sealed class Wallets(WalletContext context) : IWallets
{
    public void Add(Wallet wallet) => context.Add(wallet);

    public void Remove(Wallet wallet) => context.Remove(wallet);

    public Task<Wallet?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        context.Set<Wallet>().SingleOrDefaultAsync(wallet => wallet.Id == id, cancellationToken);
}
