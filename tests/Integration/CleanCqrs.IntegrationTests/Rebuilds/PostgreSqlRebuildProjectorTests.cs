namespace CleanCqrs.IntegrationTests.Rebuilds;

[Trait("Length", "Long")]
public sealed class PostgreSqlRebuildProjectorTests() : RebuildProjectorContract(new PostgreSqlRebuiltBank());
