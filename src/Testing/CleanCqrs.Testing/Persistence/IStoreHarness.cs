namespace CleanCqrs.Testing.Persistence;

/// <summary>
/// Gives one test of the <see cref="StoreContract"/> a write and a read database of its own, empty. They are disposed after the test.
/// </summary>
public interface IStoreHarness : IAsyncDisposable
{
    /// <summary>
    /// Whether the database has one writer at a time, who makes the others wait until it has committed, as SQLite does. Default: no.
    /// </summary>
    bool HasOneWriter => false;

    /// <summary>
    /// The services of another instance on the same databases, as another process would have them: the stores, and the scoped
    /// <see cref="IWallets"/> and <see cref="IWalletViews"/>. Nothing runs in the background.
    /// </summary>
    /// <param name="clock">The clock of the instance.</param>
    /// <returns>The services; the harness disposes them in the end.</returns>
    IServiceProvider Connect(TimeProvider clock);

    /// <summary>
    /// Puts the clock of the databases to a time, at which it stands still, for everything but leases; with <see langword="null"/> it runs
    /// as it does by itself. All instances see the same clock.
    /// </summary>
    /// <param name="time">The time, or <see langword="null"/>.</param>
    void SetTime(DateTimeOffset? time);

    /// <summary>Lets every lease run out, by the clock of the database.</summary>
    /// <returns>When they have.</returns>
    Task ExpireLeasesAsync();

    /// <summary>
    /// Adds published messages to the outbox, each of a stream of its own, and brings the statistics of the database up to date.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="publishedAt">When they were recorded and published.</param>
    /// <returns>When they are there.</returns>
    Task AddHistoryAsync(int count, DateTimeOffset publishedAt);

    /// <summary>
    /// Asks the database for its plan of each statement about outbox messages that the stores have sent since the last call of this method.
    /// </summary>
    /// <returns>The plans.</returns>
    Task<IReadOnlyList<StatementPlan>> ExplainAsync();

    /// <summary>Opens a transaction, saves in it, does something else before it commits, and commits.</summary>
    /// <param name="save">Saves; it gets the services of the scope.</param>
    /// <param name="meanwhile">What is done before the commit.</param>
    /// <returns>When it has committed.</returns>
    Task SaveAndHoldAsync(Func<IServiceProvider, Task> save, Func<Task> meanwhile);
}
