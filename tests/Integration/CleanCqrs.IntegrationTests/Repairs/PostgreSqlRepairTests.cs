using CleanCqrs.IntegrationTests.Rebuilds;

namespace CleanCqrs.IntegrationTests.Repairs;

public sealed class PostgreSqlRepairTests() : RepairContract(new PostgreSqlRebuiltBank());
