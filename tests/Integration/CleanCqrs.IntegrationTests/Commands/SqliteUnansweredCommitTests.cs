namespace CleanCqrs.IntegrationTests.Commands;

public sealed class SqliteUnansweredCommitTests() : UnansweredCommitContract(onPostgreSql: false);
