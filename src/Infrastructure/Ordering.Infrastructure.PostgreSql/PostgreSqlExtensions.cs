using System.Data.Common;
using CleanCqrs.Application.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ordering.Infrastructure.Persistence;

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

    /// <summary>The database that a connection string names, without its secrets; null when it names no server or no database.</summary>
    /// <exception cref="ArgumentException">The text is no connection string of PostgreSQL; the message may quote secrets.</exception>
    public static string? FindPlace(string? connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        // The builder takes a host that the connection then refuses, in words that quote it.
        using var checkedByDriver = new NpgsqlConnection(connectionString);
        return string.IsNullOrWhiteSpace(connection.Host) || string.IsNullOrWhiteSpace(connection.Database)
            ? null
            : $"{connection.Database} on {Credentials.Mask(connection.Host)}:{connection.Port}";
    }

    /// <summary>
    /// Spares each use of a pooled connection a <c>DISCARD ALL</c>, unless the setting is in the connection string. Nothing is left behind
    /// in a session: settings and locks end with their transactions, a migration gives its lock back or clears the pool, and whoever
    /// listens has a connection of his own.
    /// </summary>
    private static string WithoutReset(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return given.ContainsKey("No Reset On Close") || given.ContainsKey(nameof(NpgsqlConnectionStringBuilder.NoResetOnClose))
            ? connectionString
            : new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true }.ToString();
    }

    private static IServiceCollection AddModel<TContext>(this IServiceCollection services, string model, string connectionString)
        where TContext : DbContext => services
        .AddDbContextPool<TContext>(options => options.UseNpgsql(
            WithoutReset(connectionString),
            server => server.MigrationsAssembly(typeof(PostgreSqlExtensions).Assembly.GetName().Name).EnableRetryOnFailure())
            .LeaveFailuresToCallers())
        .AddSingleton<IModelSchema>(provider => new PostgreSqlSchema<TContext>(model, provider.GetRequiredService<IServiceScopeFactory>()));
}
