using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ordering.Infrastructure.Persistence.Schemas;

/// <summary>The schema of a context, brought up to date by the migrations of Entity Framework under its lock.</summary>
public class ModelSchema<TContext>(string model, IServiceScopeFactory scopes) : IModelSchema
    where TContext : DbContext
{
    public string Model => model;

    public async Task<SchemaState> ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TContext>().Database;
        var known = database.GetMigrations().ToList();
        var applied = (await database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        return new SchemaState(model, [.. known.Except(applied)], [.. applied.Except(known)]);
    }

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await MigrateAsync(scope.ServiceProvider.GetRequiredService<TContext>(), cancellationToken);
    }

    protected virtual Task MigrateAsync(TContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Database.MigrateAsync(cancellationToken);
    }
}
