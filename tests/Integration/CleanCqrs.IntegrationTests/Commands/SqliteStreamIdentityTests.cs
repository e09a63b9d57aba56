namespace CleanCqrs.IntegrationTests.Commands;

public sealed class SqliteStreamIdentityTests() : StreamIdentityContract(onPostgreSql: false);
