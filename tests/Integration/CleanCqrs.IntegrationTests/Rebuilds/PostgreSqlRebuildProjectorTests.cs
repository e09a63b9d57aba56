namespace CleanCqrs.IntegrationTests.Rebuilds;

public sealed class PostgreSqlRebuildProjectorTests() : RebuildProjectorContract(new PostgreSqlRebuiltBank());
