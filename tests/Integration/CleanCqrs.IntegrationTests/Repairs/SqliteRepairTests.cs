using CleanCqrs.IntegrationTests.Rebuilds;

namespace CleanCqrs.IntegrationTests.Repairs;

public sealed class SqliteRepairTests() : RepairContract(new SqliteRebuiltBank());
