using CleanCqrs.Application.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ordering.Infrastructure.Persistence;

namespace Ordering.Infrastructure.SqlServer;

public static class SqlServerExtensions
{
    // The write context holds the outbox, whose rows have to be numbered in the order of their events: one row per statement.
    private const int WriteBatchSize = 1;

    /// <summary>
    /// What the managed network layer of SqlClient, the one on Linux, says of connections that end or can't be opened. EF Core knows the
    /// numbers of Windows only.
    /// </summary>
    private static readonly int[] _lostConnections =
    [
        2, // the connection was terminated
        11, // it was not opened in time
        19, // it can't be used any more
        31, // the handshake before the login has failed
        35, // an exception of the socket
        40, // it could not be opened
    ];

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
            server.MigrationsAssembly(typeof(SqlServerExtensions).Assembly.GetName().Name)
                .EnableRetryOnFailure(_lostConnections);
            if (batchSize is { } size)
            {
                server.MaxBatchSize(size);
            }
        }).LeaveFailuresToCallers())
        .AddSingleton<IModelSchema>(provider => new SqlServerSchema<TContext>(model, provider.GetRequiredService<IServiceScopeFactory>()));
}
