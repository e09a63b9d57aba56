using CleanCqrs.Application.Outbox;
using CleanCqrs.EntityFrameworkCore.Contexts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Leases;

internal sealed class EfRangeHolders<TContext>(IServiceScopeFactory scopes) : IRangeHolders
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);
    private string? _read;

    public Task<IReadOnlyList<RangeHolder>> ListAsync(CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<RangeHolder>>(async context =>
        {
            var leases = await context.Database.SqlQueryRaw<LeaseState>(_read ??= new LeaseStatements(context).Read)
                .ToListAsync(cancellationToken);
            return [.. Enumerable.Range(0, Bucket.RangeCount).Select(range =>
            {
                var lease = leases.Find(lease => lease.Range == range);
                return new RangeHolder(range, lease is { Expired: 0 } ? lease.Owner : null, lease?.Epoch ?? 0);
            })];
        });
}
