namespace CleanCqrs.Testing.Persistence;

/// <summary>The read model in one unit of work of a projection; a scoped service that the harness registers.</summary>
public interface IWalletViews
{
    /// <summary>Adds a row; it is saved with the session.</summary>
    /// <param name="view">The row.</param>
    void Add(WalletView view);

    /// <summary>Loads a row, so that its changes are saved with the session.</summary>
    /// <param name="walletId">The key.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The row, or <see langword="null"/>.</returns>
    Task<WalletView?> FindAsync(Guid walletId, CancellationToken cancellationToken);

    /// <summary>Counts the rows that were changed at a moment or later, in the database.</summary>
    /// <param name="time">The moment, with any offset.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Their number.</returns>
    Task<int> CountChangedSinceAsync(DateTimeOffset time, CancellationToken cancellationToken);
}
