namespace CleanCqrs.IntegrationTests.Commands;

public sealed class SqliteNestedCommandTests() : NestedCommandContract(onPostgreSql: false);
