namespace CleanCqrs.IntegrationTests.Commands;

public sealed class PostgreSqlNestedCommandTests() : NestedCommandContract(onPostgreSql: true);
