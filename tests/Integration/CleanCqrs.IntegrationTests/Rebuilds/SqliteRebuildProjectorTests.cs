namespace CleanCqrs.IntegrationTests.Rebuilds;

public sealed class SqliteRebuildProjectorTests() : RebuildProjectorContract(new SqliteRebuiltBank());
