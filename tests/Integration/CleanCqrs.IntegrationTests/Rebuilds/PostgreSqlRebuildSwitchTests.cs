namespace CleanCqrs.IntegrationTests.Rebuilds;

[Trait("Length", "Long")]
public sealed class PostgreSqlRebuildSwitchTests() : RebuildSwitchContract(new PostgreSqlRebuiltBank());
