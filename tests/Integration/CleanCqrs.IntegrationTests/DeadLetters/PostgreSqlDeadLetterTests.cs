using CleanCqrs.IntegrationTests.Stores;

namespace CleanCqrs.IntegrationTests.DeadLetters;

public sealed class PostgreSqlDeadLetterTests : DeadLetterContract
{
    private protected override IStoreDatabase MakeDatabase() => new PostgreSqlStoreDatabase();
}
