namespace CleanCqrs.IntegrationTests.Rebuilds;

public sealed class SqliteRebuildTests() : RebuildContract(new SqliteRebuiltBank());
