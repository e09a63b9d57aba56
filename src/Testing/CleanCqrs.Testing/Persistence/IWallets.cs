namespace CleanCqrs.Testing.Persistence;

/// <summary>The wallets of one unit of work in the write database; a scoped service that the harness registers.</summary>
public interface IWallets
{
    /// <summary>Adds a wallet; it is saved with the unit of work.</summary>
    /// <param name="wallet">The wallet.</param>
    void Add(Wallet wallet);

    /// <summary>Removes a wallet, and raises nothing.</summary>
    /// <param name="wallet">The wallet.</param>
    void Remove(Wallet wallet);

    /// <summary>Loads a wallet, so that its changes are saved with the unit of work.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The wallet, or <see langword="null"/>.</returns>
    Task<Wallet?> FindAsync(Guid id, CancellationToken cancellationToken);
}
