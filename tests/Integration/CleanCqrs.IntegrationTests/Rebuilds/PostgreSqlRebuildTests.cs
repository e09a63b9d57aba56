namespace CleanCqrs.IntegrationTests.Rebuilds;

public sealed class PostgreSqlRebuildTests() : RebuildContract(new PostgreSqlRebuiltBank());
