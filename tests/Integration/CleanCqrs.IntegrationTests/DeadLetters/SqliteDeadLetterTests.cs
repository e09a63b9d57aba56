using CleanCqrs.IntegrationTests.Stores;

namespace CleanCqrs.IntegrationTests.DeadLetters;

public sealed class SqliteDeadLetterTests : DeadLetterContract
{
    private protected override IStoreDatabase MakeDatabase() => new SqliteStoreDatabase();
}
