using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ordering.Infrastructure.Persistence;
using Ordering.Infrastructure.Persistence.Schemas;

namespace Ordering.Infrastructure.PostgreSql;

public static class PostgreSqlExtensions
{
    /// <summary>Keeps both models in PostgreSQL databases.</summary>
    public static IServiceCollection AddOrderingPostgreSql(
        this IServiceCollection services, string writeConnectionString, string readConnectionString) => services
        .AddWriteModelOnPostgreSql(writeConnectionString)
        .AddReadModelOnPostgreSql(readConnectionString);

    /// <summary>Keeps the write model in a PostgreSQL database.</summary>
    public static IServiceCollection AddWriteModelOnPostgreSql(this IServiceCollection services, string connectionString) =>
        services.AddModel<OrderingDbContext>("write", connectionString);

    /// <summary>Keeps the read model in a PostgreSQL database.</summary>
    public static IServiceCollection AddReadModelOnPostgreSql(this IServiceCollection services, string connectionString) =>
        services.AddModel<OrderingReadDbContext>("read", connectionString);

    private static IServiceCollection AddModel<TContext>(this IServiceCollection services, string model, string connectionString)
        where TContext : DbContext => services
        .AddDbContextPool<TContext>(options => options.UseNpgsql(
            connectionString, server => server.MigrationsAssembly(typeof(PostgreSqlExtensions).Assembly.GetName().Name).EnableRetryOnFailure()))
        .AddSingleton<IModelSchema>(provider => new PostgreSqlSchema<TContext>(model, provider.GetRequiredService<IServiceScopeFactory>()));
}
