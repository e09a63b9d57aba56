using CleanCqrs.Application.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ordering.HostProcess;
using Ordering.Infrastructure.Persistence;
using Ordering.Infrastructure.PostgreSql;
using Ordering.Infrastructure.SqlServer;
using Ordering.WebUi;
using Ordering.WebUi.Databases;
using Ordering.WebUi.Hosting;
using WebHost = Ordering.IntegrationTests.Web.Hosting.OrderingHost;

namespace Ordering.IntegrationTests.Persistence;

/// <summary>When a schema is brought up to date, and what happens where it is not.</summary>
public sealed class SchemaTests
{
    [Theory]
    [MemberData(nameof(TestDatabases.Kinds), MemberType = typeof(TestDatabases))]
    public async Task A_host_whose_databases_are_behind_refuses_to_start_and_names_the_command(string kind)
    {
        await using var databases = new TestDatabases(kind);
        databases.Require();

        var refusal = await Should.ThrowAsync<ConfigurationException>(() => PrepareAsync(databases, "false"));

        var (write, read) = await MissingAsync(databases);
        refusal.Message.ShouldBe(string.Join(
            Environment.NewLine,
            $"The write database ({databases.Place("write")}) is behind: it lacks {write}.",
            $"The read database ({databases.Place("read")}) is behind: it lacks {read}.",
            "Bring it up to date with the same settings and the command migrate: Ordering.WebUi migrate, or from the sources: dotnet run "
                + "--project "
                + "src/WebUi/Ordering.WebUi -- migrate. Or set Database:MigrateAtStart to true."));
    }

    [Fact]
    public async Task Only_SQLite_is_migrated_at_start_when_nothing_is_said()
    {
        await using var sqlite = new TestDatabases(TestDatabases.Sqlite);
        await using var app = await PrepareAsync(sqlite);
        await using var server = new TestDatabases(TestDatabases.PostgreSql);
        server.Require();

        var refusal = await Should.ThrowAsync<ConfigurationException>(() => PrepareAsync(server));

        (await StatesAsync(app)).ShouldAllBe(state => state.Missing.Count == 0);
        refusal.Message.ShouldContain(" is behind: it lacks ");
    }

    [Theory]
    [MemberData(nameof(TestDatabases.Kinds), MemberType = typeof(TestDatabases))]
    public async Task Databases_of_a_newer_version_are_refused(string kind)
    {
        await using var databases = new TestDatabases(kind);
        await using (var app = await PrepareAsync(databases, "true"))
        {
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<OrderingReadDbContext>().Database.ExecuteSqlRawAsync(
                """INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20991231235959_Future', '99.0.0')""",
                TestContext.Current.CancellationToken);
        }

        var refusal = await Should.ThrowAsync<ConfigurationException>(() => PrepareAsync(databases, "true"));

        refusal.Message.ShouldBe(
            $"The read database ({databases.Place("read")}) was made by a newer version: it has 20991231235959_Future, which this program "
            + "does not know. Start "
            + "the newer version, or name another database.");
    }

    [Theory]
    [MemberData(nameof(TestDatabases.Kinds), MemberType = typeof(TestDatabases))]
    public async Task Several_instances_that_start_at_once_migrate_once(string kind)
    {
        await using var databases = new TestDatabases(kind);

        var apps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PrepareAsync(databases, "true"))));

        foreach (var app in apps)
        {
            (await StatesAsync(app)).ShouldAllBe(state => state.Missing.Count == 0 && state.Unknown.Count == 0);
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_PostgreSQL_database_that_somebody_else_creates_in_the_same_moment_is_used()
    {
        await using var databases = new TestDatabases(TestDatabases.PostgreSql);
        var meanwhile = new CreatedMeanwhile(databases.Write);
        await using var services = new ServiceCollection().AddOrderingPostgreSql(databases.Write, databases.Read)
            .ConfigureDbContext<OrderingDbContext>(options => options.AddInterceptors(meanwhile))
            .BuildServiceProvider();
        var schema = services.GetServices<IModelSchema>().Single(schema => schema.Model == "write");

        await schema.MigrateAsync(TestContext.Current.CancellationToken);

        meanwhile.HasHappened.ShouldBeTrue();
        (await schema.ReadAsync(TestContext.Current.CancellationToken)).Missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_SQL_Server_database_that_somebody_else_is_about_to_create_is_waited_for()
    {
        var another = new CreatedByAnother("w", logins: 3);
        await using var services = new ServiceCollection().AddOrderingSqlServer(
            "Server=localhost;Database=w", "Server=localhost;Database=r")
            .ConfigureDbContext<OrderingDbContext>(options => options.AddInterceptors(another))
            .BuildServiceProvider();
        var schema = services.GetServices<IModelSchema>().Single(schema => schema.Model == "write");

        await Should.ThrowAsync<CreatedByAnother.MigrationHasBegunException>(
            () => schema.MigrateAsync(TestContext.Current.CancellationToken));

        another.Creations.ShouldBe(1, "nobody tries to create it again");
    }

    [Theory]
    [MemberData(nameof(TestDatabases.Kinds), MemberType = typeof(TestDatabases))]
    [Trait("Length", "Long")]
    public async Task The_command_migrate_says_what_it_did_also_when_several_are_given_at_once(string kind)
    {
        await using var databases = new TestDatabases(kind);
        var (write, read) = await MissingAsync(databases);

        var commands = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => HostCommand.RunAsync(["migrate", .. databases.Settings])));
        var last = await HostCommand.RunAsync(["migrate", .. databases.Settings]);

        commands.ShouldAllBe(command => command.ExitCode == 0 && command.Error == string.Empty, string.Concat(
            commands.Select(command => command.ToString())));
        // One of them may bring the write database up to date, and another the read database.
        var said = commands.SelectMany(command => command.Output.Split(Environment.NewLine)).ToList();
        said.ShouldContain($"The write database ({databases.Place("write")}) now has {write}.");
        said.ShouldContain($"The read database ({databases.Place("read")}) now has {read}.");
        last.Output.ShouldBe(
            $"The write database ({databases.Place("write")}) was up to date.{Environment.NewLine}"
            + $"The read database ({databases.Place("read")}) was up to date.{Environment.NewLine}");
    }

    [Fact]
    public async Task A_lock_that_a_killed_migration_has_left_in_a_SQLite_file_is_removed()
    {
        await using var databases = new TestDatabases(TestDatabases.Sqlite);
        await using var app = await PrepareAsync(databases, "true");
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var write = scope.ServiceProvider.GetRequiredService<OrderingDbContext>().Database;
            await write.ExecuteSqlRawAsync(
                """
                INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-01-01');
                DELETE FROM "__EFMigrationsHistory"; DROP TABLE orders; DROP TABLE idempotency_keys; DROP TABLE outbox_messages;
                DROP TABLE outbox_leases; DROP TABLE outbox_relays; DROP TABLE outbox_outage; DROP TABLE outbox_blocked_streams;
                DROP TABLE outbox_ended_streams; DROP TABLE outbox_history_readers;
                DROP TABLE outbox_actions; DROP TABLE remembered_products;
                """,
                TestContext.Current.CancellationToken);
        }

        await using var next = await PrepareAsync(databases, "true").WaitAsync(
            TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        (await StatesAsync(next)).ShouldAllBe(state => state.Missing.Count == 0);
    }

    [Fact]
    public async Task A_constraint_of_another_kind_is_no_conflict()
    {
        await using var databases = new TestDatabases(TestDatabases.Sqlite);
        await using var app = await PrepareAsync(databases, "true");
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OrderingDbContext>().Database.ExecuteSqlRawAsync(
            "CREATE TRIGGER refuse BEFORE INSERT ON idempotency_keys BEGIN SELECT RAISE(ABORT, 'refused'); END",
            TestContext.Current.CancellationToken);
        scope.ServiceProvider.GetRequiredService<IIdempotencyStore>().Add(
            new IdempotencyRecord("orders", "key", "print", "{}"));

        await Should.ThrowAsync<DbUpdateException>(
            () => scope.ServiceProvider.GetRequiredService<IUnitOfWork>().SaveChangesAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_named_in_a_sentence_that_keeps_the_password_and_does_not_end_the_start()
    {
        using var data = new TemporaryFolder();
        var port = FreePort.Find();
        await using var app = WebHost.Build(
            data,
            "Development",
            builder => builder.AddOrderingSystem(),
            "--Database:Provider=PostgreSql",
            $"--ConnectionStrings:Write=Host=127.0.0.1;Port={port};Database=w;Username=u;Password=tell-nobody",
            $"--ConnectionStrings:Read=Host=127.0.0.1;Port={port};Database=r;Username=u;Password=tell-nobody");

        await app.PrepareDatabasesAsync(TestContext.Current.CancellationToken);

        var health = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(
            check => check.Name == "databases", TestContext.Current.CancellationToken);
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Entries["databases"].Description.ShouldBe(
            $"The read database (r on 127.0.0.1:{port}) can't be used: Failed to connect to 127.0.0.1:{port}. Check "
            + "ConnectionStrings:Read, and whether the database is there and may be used. "
            + $"The write database (w on 127.0.0.1:{port}) can't be used: Failed to connect to 127.0.0.1:{port}. Check "
            + "ConnectionStrings:Write, and whether the database is there and may be used.");
    }

    internal static async Task<WebApplication> PrepareAsync(TestDatabases databases, string? migrateAtStart = null)
    {
        var app = WebHost.Build(
            databases.Folder,
            "Development",
            builder => builder.AddOrderingSystem(),
            [.. databases.Settings, $"--Database:MigrateAtStart={migrateAtStart}"]);
        try
        {
            await app.PrepareDatabasesAsync(TestContext.Current.CancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static async Task<(string Write, string Read)> MissingAsync(TestDatabases databases)
    {
        await using var app = WebHost.Build(databases.Folder, "Development", builder => builder.AddOrderingSystem(), databases.Settings);
        var states = await StatesAsync(app);
        return (string.Join(", ", states.Single(state => state.Model == "write").Missing), string.Join(
            ", ", states.Single(state => state.Model == "read").Missing));
    }

    private static Task<SchemaState[]> StatesAsync(WebApplication app) =>
        Task.WhenAll(app.Services.GetServices<IModelSchema>().Select(schema => schema.ReadAsync(TestContext.Current.CancellationToken)));
}
