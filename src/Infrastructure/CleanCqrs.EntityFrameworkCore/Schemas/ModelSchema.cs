using CleanCqrs.Application.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Schemas;

/// <summary>The schema of a context, brought up to date by the migrations of Entity Framework under its lock.</summary>
/// <typeparam name="TContext">The context.</typeparam>
/// <param name="model">The name of its model, such as "write" or "read".</param>
/// <param name="scopes">Where a context comes from.</param>
public class ModelSchema<TContext>(string model, IServiceScopeFactory scopes) : IModelSchema
    where TContext : DbContext
{
    /// <inheritdoc />
    public string Model => model;

    /// <inheritdoc />
    public async Task<SchemaState> ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TContext>().Database;
        var known = database.GetMigrations().ToList();
        var applied = (await database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        return new SchemaState(model, [.. known.Except(applied)], [.. applied.Except(known)]);
    }

    /// <inheritdoc />
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await MigrateAsync(scope.ServiceProvider.GetRequiredService<TContext>(), cancellationToken);
    }

    /// <summary>Applies the migrations that are missing.</summary>
    /// <param name="context">The context.</param>
    /// <param name="cancellationToken">Ends the migration.</param>
    /// <returns>When they are applied.</returns>
    protected virtual Task MigrateAsync(TContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Database.MigrateAsync(cancellationToken);
    }
}
