using CleanCqrs.IntegrationTests.Rebuilds;

namespace CleanCqrs.IntegrationTests.Operations;

public sealed class SqliteExplanationTests() : ExplanationContract(new SqliteRebuiltBank());
