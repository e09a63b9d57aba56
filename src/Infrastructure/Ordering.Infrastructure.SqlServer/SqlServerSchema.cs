using CleanCqrs.EntityFrameworkCore.Schemas;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Ordering.Infrastructure.SqlServer;

/// <summary>
/// Entity Framework locks the database while it migrates, but not yet while it creates it: there the second process goes on with what the
/// first has made. Until the first is done nobody can open the database, and it looks as if there were none.
/// </summary>
internal sealed class SqlServerSchema<TContext>(string model, IServiceScopeFactory scopes) : ModelSchema<TContext>(model, scopes)
    where TContext : DbContext
{
    private const int DatabaseExists = 1801;
    private const int Probes = 600;

    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(100);

    protected override async Task MigrateAsync(TContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            await base.MigrateAsync(context, cancellationToken);
        }
        catch (SqlException exception) when (exception.Number == DatabaseExists)
        {
            await WaitUntilItOpensAsync(context.GetService<IRelationalDatabaseCreator>(), cancellationToken);
            await base.MigrateAsync(context, cancellationToken);
        }
    }

    /// <summary>For a minute; who still can't open it then is told why by the migration.</summary>
    private static async Task WaitUntilItOpensAsync(IRelationalDatabaseCreator creator, CancellationToken cancellationToken)
    {
        using var probe = new PeriodicTimer(_probeInterval);
        for (var left = Probes; left > 0 && !await creator.ExistsAsync(cancellationToken); left--)
        {
            await probe.WaitForNextTickAsync(cancellationToken);
        }
    }
}
