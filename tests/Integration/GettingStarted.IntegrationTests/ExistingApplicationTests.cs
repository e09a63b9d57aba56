using CleanCqrs.EntityFrameworkCore;
using ExistingApplication;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace GettingStarted.IntegrationTests;

/// <summary>An application with MediatR, a database and rows in it gets the library.</summary>
public sealed class ExistingApplicationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => $"Data Source={Path.Combine(_folder.Path, "shop.db")}";

    [Fact]
    public async Task Rows_that_were_there_and_requests_of_plain_MediatR_reach_the_read_model()
    {
        await using var before = new ShopBefore(Database);
        await before.Database.EnsureCreatedAsync(TestRun.Token);
        before.AddRange(new OldOrder { Customer = "Ada", Total = 10 }, new OldOrder { Customer = "Ada", Total = 5 });
        await before.SaveChangesAsync(TestRun.Token);
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddShop(Database);
        using var host = builder.Build();
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopContext>();
        await MigrateAsync(before, db);
        await host.StartAsync(TestRun.Token);

        await scope.ServiceProvider.GetRequiredService<ISender>().Send(new PlaceOrder("Ada", 100), TestRun.Token);
        var raised = await host.Services.RaiseForExistingRowsAsync<ShopContext, Order>(
            order => order.Place(), cancellationToken: TestRun.Token);

        raised.ShouldBe(2);
        await Eventually.HoldsAsync(
            async () => await db.Turnovers.AsNoTracking().SingleOrDefaultAsync(TestRun.Token) is { Orders: 3, Total: 115 },
            "the turnover is that of all orders");
        await host.StopAsync(TestRun.Token);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    /// <summary>What a migration does that <c>dotnet ef migrations add</c> makes.</summary>
    private static async Task MigrateAsync(DbContext before, DbContext after)
    {
        var model = after.GetService<IDesignTimeModel>().Model;
        var operations = after.GetService<IMigrationsModelDiffer>().GetDifferences(
            before.GetService<IDesignTimeModel>().Model.GetRelationalModel(), model.GetRelationalModel());
        await after.GetService<IMigrationCommandExecutor>().ExecuteNonQueryAsync(
            after.GetService<IMigrationsSqlGenerator>().Generate(operations, model),
            after.GetService<IRelationalConnection>(),
            TestRun.Token);
    }

    private sealed class ShopBefore(string database) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(database);

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<OldOrder>().ToTable("Orders");
    }

    private sealed class OldOrder
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public string Customer { get; init; } = string.Empty;

        public decimal Total { get; init; }
    }
}
