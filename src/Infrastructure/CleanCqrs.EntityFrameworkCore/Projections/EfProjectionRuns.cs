using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Leases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class EfProjectionRuns<TContext>(IServiceScopeFactory scopes) : IProjectionRuns
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);
    private readonly RelayIdentity _identity = RelayIdentity.Create();

    public Task<int> BeginAsync(string projection, DateTimeOffset now, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var runs = context.Set<ProjectionRunRow>().Where(row => row.Projection == projection);
            var known = await runs.Select(row => row.Instance).ToListAsync(cancellationToken);
            var dead = known.FindAll(_identity.IsDeadPredecessor);
            var told = 0;
            foreach (var instance in dead)
            {
                // Of two that start at the same time, one is told.
                told += await runs.Where(row => row.Instance == instance).ExecuteDeleteAsync(cancellationToken);
            }

            if (!known.Contains(_identity.Name))
            {
                context.Add(new ProjectionRunRow { Projection = projection, Instance = _identity.Name, StartedAt = now });
                await context.SaveChangesAsync(cancellationToken);
            }

            return told;
        });

    public Task EndAsync(string projection, CancellationToken cancellationToken) => _contexts.RunAsync(context => context
        .Set<ProjectionRunRow>()
        .Where(row => row.Projection == projection && row.Instance == _identity.Name)
        .ExecuteDeleteAsync(cancellationToken));
}
