using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Ordering.Infrastructure.Persistence;
using Ordering.Infrastructure.PostgreSql;
using Ordering.Infrastructure.Sqlite;
using Ordering.Infrastructure.SqlServer;
using TestSupport.Databases;

namespace Ordering.IntegrationTests.Persistence;

/// <summary>What can be said of the migrations of each database without asking a server.</summary>
public sealed class MigrationTests
{
    private const string Approve = "CLEANCQRS_APPROVE_SQL";

    // https://learn.microsoft.com/sql/sql-server/maximum-capacity-specifications-for-sql-server: bytes in the key of a clustered index.
    private const int LongestSqlServerKey = 900;

    public static TheoryData<string> Versions => [.. TransactSql.Versions];

    public static TheoryData<string> Kinds => [TestDatabases.Sqlite, TestDatabases.PostgreSql, TestDatabases.SqlServer];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_change_of_a_model_is_missing_its_migration(string kind)
    {
        using var services = ServicesOn(kind);
        using var scope = services.CreateScope();
        foreach (var context in Contexts(scope))
        {
            context.Database.HasPendingModelChanges().ShouldBeFalse(context.GetType().Name);
            context.Database.GetMigrations().ShouldNotBeEmpty(context.GetType().Name);
        }
    }

    [Theory]
    [InlineData("write")]
    [InlineData("read")]
    public void The_script_of_SQL_Server_is_what_was_approved(string model)
    {
        using var services = ServicesOn(TestDatabases.SqlServer);
        using var scope = services.CreateScope();
        var context = model == "write" ? Contexts(scope)[0] : Contexts(scope)[1];
        var approvedFile = Path.Combine(
            Repository.Root, "tests", "Integration", "Ordering.IntegrationTests", "Persistence", $"SqlServer.{model}.approved.sql");
        var received = context.GetService<IMigrator>().GenerateScript().ReplaceLineEndings("\n").TrimEnd('\n', '\uFEFF') + "\n";
        if (Environment.GetEnvironmentVariable(Approve) == "true")
        {
            File.WriteAllText(approvedFile, received);
        }

        received.ShouldBe(
            File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : string.Empty,
            $"If the change is meant, approve it with {Approve}=true ./eng/test.sh --no-format --filter The_script_of_SQL_Server, and "
                + "commit the file.");
    }

    /// <summary>Both scripts: that which the command migrate sends, and that which the guide makes for whoever runs scripts.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public void Every_script_of_SQL_Server_can_be_read_by(string version)
    {
        using var services = ServicesOn(TestDatabases.SqlServer);
        using var scope = services.CreateScope();
        var scripts = Contexts(scope).Select(context => context.GetService<IMigrator>())
            .SelectMany(migrator => new[]
            {
                migrator.GenerateScript(),
                migrator.GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent),
            })
            .ToList();

        scripts.ShouldAllBe(script => script.Contains("CREATE TABLE"));
        scripts.SelectMany(script => TransactSql.ErrorsIn(script, version)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_key_and_index_fits_into_SQL_Server()
    {
        using var services = ServicesOn(TestDatabases.SqlServer);
        using var scope = services.CreateScope();
        var keys = Contexts(scope).SelectMany(context => context.Model.GetEntityTypes())
            .SelectMany(type => type.GetKeys().Select(key => key.Properties).Concat(type.GetIndexes().Select(index => index.Properties)))
            .Select(properties => (
                Columns: string.Join(", ", properties.Select(property => $"{property.DeclaringType.ShortName()}.{property.Name}")),
                Bytes: Bytes(properties)))
            .ToList();

        keys.ShouldNotBeEmpty();
        keys.ShouldAllBe(key => key.Bytes <= LongestSqlServerKey);
    }

    internal static ServiceProvider ServicesOn(string kind) => (kind switch
    {
        TestDatabases.PostgreSql => new ServiceCollection().AddOrderingPostgreSql("Host=localhost;Database=w", "Host=localhost;Database=r"),
        TestDatabases.SqlServer =>
            new ServiceCollection().AddOrderingSqlServer("Server=localhost;Database=w", "Server=localhost;Database=r"),
        _ => new ServiceCollection().AddOrderingSqlite("Data Source=:memory:", "Data Source=:memory:"),
    }).BuildServiceProvider();

    private static DbContext[] Contexts(IServiceScope scope) =>
        [scope.ServiceProvider.GetRequiredService<OrderingDbContext>(), scope.ServiceProvider.GetRequiredService<OrderingReadDbContext>()];

    private static int Bytes(IReadOnlyList<IReadOnlyProperty> properties) => properties.Sum(property =>
        (property.GetProviderClrType() ?? property.ClrType) == typeof(string) ? 2 * (property.GetMaxLength() ?? int.MaxValue / 4) : 16);
}
