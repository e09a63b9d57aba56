using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ordering.Infrastructure.Persistence;

namespace Ordering.Infrastructure.Sqlite;

public static class SqliteExtensions
{
    /// <summary>Keeps both models in SQLite files.</summary>
    public static IServiceCollection AddOrderingSqlite(this IServiceCollection services, string writeConnectionString, string readConnectionString) => services
        .AddDbContextPool<OrderingDbContext>(options => Use(options, writeConnectionString))
        .AddDbContextPool<OrderingReadDbContext>(options => Use(options, readConnectionString));

    /// <summary>Creates the files and their folders where they are missing, and brings both schemas up to date.</summary>
    public static async Task MigrateOrderingDatabasesAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await MigrateAsync(scope.ServiceProvider.GetRequiredService<OrderingDbContext>(), cancellationToken);
        await MigrateAsync(scope.ServiceProvider.GetRequiredService<OrderingReadDbContext>(), cancellationToken);
    }

    private static void Use(DbContextOptionsBuilder options, string connectionString) => options
        .UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteExtensions).Assembly.GetName().Name))
        .AddInterceptors(new SqliteConnectionSettings());

    private static async Task MigrateAsync(DbContext context, CancellationToken cancellationToken)
    {
        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(context.Database.GetConnectionString()).DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await context.Database.MigrateAsync(cancellationToken);
    }
}
