using CleanCqrs.IntegrationTests.Rebuilds;

namespace CleanCqrs.IntegrationTests.Operations;

public sealed class PostgreSqlExplanationTests() : ExplanationContract(new PostgreSqlRebuiltBank());
