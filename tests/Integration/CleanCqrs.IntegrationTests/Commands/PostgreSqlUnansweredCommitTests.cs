namespace CleanCqrs.IntegrationTests.Commands;

public sealed class PostgreSqlUnansweredCommitTests() : UnansweredCommitContract(onPostgreSql: true);
