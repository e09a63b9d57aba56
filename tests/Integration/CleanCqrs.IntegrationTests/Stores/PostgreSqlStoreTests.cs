using CleanCqrs.Testing.Persistence;

namespace CleanCqrs.IntegrationTests.Stores;

public sealed class PostgreSqlStoreTests : StoreContract
{
    protected override Task<IStoreHarness> StartAsync() => StoreHarness.StartAsync(new PostgreSqlStoreDatabase());
}
