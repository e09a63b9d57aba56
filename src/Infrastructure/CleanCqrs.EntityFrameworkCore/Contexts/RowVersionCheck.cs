using System.Data.Common;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.EntityFrameworkCore.Contexts;

/// <summary>
/// Warns where a database would let readers wait for writers, or does not allow the isolation of projections: what works all the same, but
/// slower, and with conflicts that need not be. The start does not wait for it, since the database may be away.
/// </summary>
internal sealed class RowVersionCheck<TContext>(
    IServiceScopeFactory scopes, ILogger<RowVersionCheck<TContext>> logger, bool hasProjections) : BackgroundService
    where TContext : DbContext
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        if (Dialect.Find(context.Database.ProviderName) is not { } dialect)
        {
            return;
        }

        try
        {
            if (await DeniesAsync(context, dialect.ReadsWithoutWaiting, stoppingToken))
            {
                logger.ReadCommittedSnapshotIsOff(typeof(TContext).Name);
            }

            if (hasProjections && await DeniesAsync(context, dialect.AllowsIsolation, stoppingToken))
            {
                logger.SnapshotIsolationIsOff(typeof(TContext).Name);
            }
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            logger.RowVersionsUnknown(exception, typeof(TContext).Name);
        }
    }

    private static async Task<bool> DeniesAsync(TContext context, string? query, CancellationToken cancellationToken) =>
        query is not null && await context.Database.SqlQueryRaw<int>(query).ToListAsync(cancellationToken) is not [1];
}
