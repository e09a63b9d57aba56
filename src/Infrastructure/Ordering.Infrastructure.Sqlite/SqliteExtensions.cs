using CleanCqrs.Application.Persistence;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ordering.Infrastructure.Persistence;

namespace Ordering.Infrastructure.Sqlite;

public static class SqliteExtensions
{
    /// <summary>Keeps both models in SQLite files.</summary>
    public static IServiceCollection AddOrderingSqlite(
        this IServiceCollection services, string writeConnectionString, string readConnectionString) => services
        .AddWriteModelOnSqlite(writeConnectionString)
        .AddReadModelOnSqlite(readConnectionString);

    /// <summary>Keeps the write model in a SQLite file.</summary>
    public static IServiceCollection AddWriteModelOnSqlite(this IServiceCollection services, string connectionString) =>
        services.AddModel<OrderingDbContext>("write", connectionString);

    /// <summary>Keeps the read model in a SQLite file.</summary>
    public static IServiceCollection AddReadModelOnSqlite(this IServiceCollection services, string connectionString) =>
        services.AddModel<OrderingReadDbContext>("read", connectionString);

    private static IServiceCollection AddModel<TContext>(this IServiceCollection services, string model, string connectionString)
        where TContext : DbContext => services
        .AddDbContextPool<TContext>(options => Use(options, connectionString))
        .AddSingleton<IModelSchema>(provider => new SqliteSchema<TContext>(
            model,
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<ILogger<SqliteSchema<TContext>>>()));

    private static void Use(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteExtensions).Assembly.GetName().Name))
            .AddInterceptors(new SqliteConnectionSettings())
            .LeaveFailuresToCallers();
}
