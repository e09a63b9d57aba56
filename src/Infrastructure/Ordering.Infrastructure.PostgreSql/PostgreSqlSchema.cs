using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ordering.Infrastructure.Persistence.Schemas;

namespace Ordering.Infrastructure.PostgreSql;

/// <summary>
/// Entity Framework locks the database while it migrates, but not yet while it creates it: there the second process goes on with what the
/// first has made.
/// </summary>
internal sealed class PostgreSqlSchema<TContext>(string model, IServiceScopeFactory scopes) : ModelSchema<TContext>(model, scopes)
    where TContext : DbContext
{
    protected override async Task MigrateAsync(TContext context, CancellationToken cancellationToken)
    {
        try
        {
            await base.MigrateAsync(context, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            await base.MigrateAsync(context, cancellationToken);
        }
    }
}
