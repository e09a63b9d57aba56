using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Rebuilds;

/// <summary>The databases of a test about rebuilds, of one kind, and the hosts that work on them.</summary>
internal interface IRebuiltBank : IAsyncDisposable
{
    BankHost Build(Action<BankSetup> configure);

    /// <summary>Does something to the read database that no host would do.</summary>
    Task ExecuteReadAsync(string sql);

    /// <summary>The names of the indexes of a table, without those of keys.</summary>
    Task<IReadOnlyList<string>> IndexesOfAsync(string table);

    /// <summary>The tables of other generations than the current one.</summary>
    Task<IReadOnlyList<string>> OtherTablesAsync();
}
