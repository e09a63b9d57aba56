namespace CleanCqrs.IntegrationTests.Rebuilds;

public sealed class SqliteRebuildSwitchTests() : RebuildSwitchContract(new SqliteRebuiltBank());
