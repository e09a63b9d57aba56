using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ordering.Infrastructure.Persistence;
using Ordering.Infrastructure.Persistence.Schemas;

namespace Ordering.Infrastructure.SqlServer;

public static class SqlServerExtensions
{
    // The write context holds the outbox, whose rows have to be numbered in the order of their events: one row per statement.
    private const int WriteBatchSize = 1;

    /// <summary>Keeps both models in SQL Server databases.</summary>
    public static IServiceCollection AddOrderingSqlServer(
        this IServiceCollection services, string writeConnectionString, string readConnectionString) => services
        .AddWriteModelOnSqlServer(writeConnectionString)
        .AddReadModelOnSqlServer(readConnectionString);

    /// <summary>Keeps the write model in a SQL Server database.</summary>
    public static IServiceCollection AddWriteModelOnSqlServer(this IServiceCollection services, string connectionString) =>
        services.AddModel<OrderingDbContext>("write", connectionString, WriteBatchSize);

    /// <summary>Keeps the read model in a SQL Server database.</summary>
    public static IServiceCollection AddReadModelOnSqlServer(this IServiceCollection services, string connectionString) =>
        services.AddModel<OrderingReadDbContext>("read", connectionString, batchSize: null);

    private static IServiceCollection AddModel<TContext>(
        this IServiceCollection services, string model, string connectionString, int? batchSize)
        where TContext : DbContext => services
        .AddDbContextPool<TContext>(options => options.UseSqlServer(connectionString, server =>
        {
            server.MigrationsAssembly(typeof(SqlServerExtensions).Assembly.GetName().Name).EnableRetryOnFailure();
            if (batchSize is { } size)
            {
                server.MaxBatchSize(size);
            }
        }))
        .AddSingleton<IModelSchema>(provider => new SqlServerSchema<TContext>(model, provider.GetRequiredService<IServiceScopeFactory>()));
}
