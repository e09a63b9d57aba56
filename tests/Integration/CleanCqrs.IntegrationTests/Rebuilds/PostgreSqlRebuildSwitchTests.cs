namespace CleanCqrs.IntegrationTests.Rebuilds;

public sealed class PostgreSqlRebuildSwitchTests() : RebuildSwitchContract(new PostgreSqlRebuiltBank());
