using CleanCqrs.Testing.Persistence;

namespace CleanCqrs.IntegrationTests.Stores;

public sealed class SqlServerStoreTests : StoreContract
{
    protected override Task<IStoreHarness> StartAsync() => StoreHarness.StartAsync(new SqlServerStoreDatabase());
}
