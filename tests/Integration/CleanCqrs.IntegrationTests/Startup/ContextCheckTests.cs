using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Sqlite.Infrastructure.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.IntegrationTests.Startup;

public sealed class ContextCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_write_context_that_is_not_registered_is_refused()
    {
        var services = new ServiceCollection().AddDbContextPool<StatementContext>(InMemory);

        var error = Should.Throw<InvalidOperationException>(
            () => services.AddCleanCqrs(new ListedTypes()).UseEntityFrameworkCore<BankContext, StatementContext>());

        error.Message.ShouldBe(
            "BankContext is not registered. Call services.AddDbContextPool<BankContext>(...) before UseOutbox.");
    }

    [Fact]
    public void A_read_context_that_is_not_registered_is_refused()
    {
        var services = new ServiceCollection().AddDbContextPool<BankContext>(InMemory);

        var error = Should.Throw<InvalidOperationException>(
            () => services.AddCleanCqrs(new ListedTypes()).UseEntityFrameworkCore<BankContext, StatementContext>());

        error.Message.ShouldBe(
            "StatementContext is not registered. Call services.AddDbContextPool<StatementContext>(...) before UseProjections.");
    }

    [Fact]
    public void A_second_outbox_is_refused_since_nobody_would_publish_it()
    {
        var chain = new ServiceCollection().AddDbContextPool<BankContext>(InMemory).AddDbContextPool<StatementContext>(InMemory)
            .AddCleanCqrs(new ListedTypes())
            .UseEntityFrameworkCore<BankContext, StatementContext>();

        Should.Throw<InvalidOperationException>(() => chain.UseEntityFrameworkCore<BankContext, StatementContext>()).Message.ShouldBe(
            "This host has an outbox already, and it publishes one only. Keep the aggregates in one write context, or run a host for "
            + "each.");
    }

    [Fact]
    public async Task A_write_model_without_the_outbox_stops_the_start()
    {
        (await ErrorAtStartAsync<EmptyContext, StatementContext>()).ShouldBe(
            "The model of EmptyContext lacks the tables of the outbox. Call modelBuilder.AddOutbox() in its OnModelCreating, and add a "
                + "migration. Where nothing is published, say UseProjections instead of UseEntityFrameworkCore.");
    }

    [Fact]
    public async Task A_read_model_without_projection_state_stops_the_start()
    {
        (await ErrorAtStartAsync<BankContext, EmptyContext>()).ShouldBe(
            "The model of EmptyContext lacks the tables of projections. Call modelBuilder.AddProjectionState() in its OnModelCreating, and "
                + "add a migration. Where nothing is projected, say UseOutbox instead of UseEntityFrameworkCore.");
    }

    [Fact]
    public async Task An_aggregate_whose_version_is_no_concurrency_token_stops_the_start()
    {
        (await ErrorAtStartAsync<HastyContext, StatementContext>()).ShouldBe(
            "The version of Account is not a concurrency token in HastyContext, so two requests could change it at once. "
            + "Map the property Version, and put [ConcurrencyCheck] on it or configure it with IsConcurrencyToken().");
    }

    [Fact]
    public async Task A_database_that_the_outbox_does_not_know_stops_the_start()
    {
        (await ErrorAtStartAsync<BankContext, StatementContext>(options =>
            options.UseSqlite("Data Source=:memory:")
                .ReplaceService<IDatabaseProvider, DatabaseProvider<SqliteOptionsExtension>, OddDatabase>())).ShouldBe(
            "The outbox can't be kept with the database provider Odd.Database. Use one of Microsoft.EntityFrameworkCore.Sqlite, "
            + "Npgsql.EntityFrameworkCore.PostgreSQL, Microsoft.EntityFrameworkCore.SqlServer for the write context.");
    }

    private static void InMemory(DbContextOptionsBuilder options) => options.UseSqlite("Data Source=:memory:");

    private static async Task<string> ErrorAtStartAsync<TWrite, TRead>(Action<DbContextOptionsBuilder>? write = null)
        where TWrite : DbContext
        where TRead : DbContext
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddDbContextPool<TWrite>(write ?? InMemory).AddDbContextPool<TRead>(InMemory);
        builder.Services.AddCleanCqrs(new ListedTypes(AccountTypes.All)).UseEntityFrameworkCore<TWrite, TRead>();
        using var host = builder.Build();
        return (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync(Token))).Message;
    }

    private sealed class OddDatabase : IDatabaseProvider
    {
        public string Name => "Odd.Database";

        public string? Version => null;

        public bool IsConfigured(IDbContextOptions options) => true;
    }

    private sealed class EmptyContext(DbContextOptions<EmptyContext> options) : DbContext(options);

    private sealed class HastyContext(DbContextOptions<HastyContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.AddOutbox();
            modelBuilder.Entity<Account>().Property(account => account.Version).IsConcurrencyToken(false);
        }
    }
}
