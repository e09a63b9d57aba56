using CleanCqrs.IntegrationTests.Stores;

namespace CleanCqrs.IntegrationTests.DeadLetters;

public sealed class SqlServerDeadLetterTests : DeadLetterContract
{
    private protected override IStoreDatabase MakeDatabase() => new SqlServerStoreDatabase();
}
