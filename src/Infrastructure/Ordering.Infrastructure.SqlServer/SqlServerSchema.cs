using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ordering.Infrastructure.Persistence.Schemas;

namespace Ordering.Infrastructure.SqlServer;

/// <summary>Entity Framework locks the database while it migrates, but not yet while it creates it: there the second process goes on with what the first has made.</summary>
internal sealed class SqlServerSchema<TContext>(string model, IServiceScopeFactory scopes) : ModelSchema<TContext>(model, scopes)
    where TContext : DbContext
{
    private const int DatabaseExists = 1801;

    protected override async Task MigrateAsync(TContext context, CancellationToken cancellationToken)
    {
        try
        {
            await base.MigrateAsync(context, cancellationToken);
        }
        catch (SqlException exception) when (exception.Number == DatabaseExists)
        {
            await base.MigrateAsync(context, cancellationToken);
        }
    }
}
