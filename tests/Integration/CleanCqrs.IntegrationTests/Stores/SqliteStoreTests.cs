using CleanCqrs.Testing.Persistence;

namespace CleanCqrs.IntegrationTests.Stores;

public sealed class SqliteStoreTests : StoreContract
{
    protected override Task<IStoreHarness> StartAsync() => StoreHarness.StartAsync(new SqliteStoreDatabase());
}
