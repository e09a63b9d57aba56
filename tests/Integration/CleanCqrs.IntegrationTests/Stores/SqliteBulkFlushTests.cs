namespace CleanCqrs.IntegrationTests.Stores;

public sealed class SqliteBulkFlushTests : BulkFlushContract
{
    private protected override IStoreDatabase CreateDatabase() => new SqliteStoreDatabase();
}
