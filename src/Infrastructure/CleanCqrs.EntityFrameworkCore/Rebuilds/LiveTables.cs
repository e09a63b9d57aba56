using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>The tables that queries read. Who writes them waits while they are exchanged for those of another generation.</summary>
internal sealed class LiveTables<TContext>(ShadowContexts<TContext> contexts) : ISessionPlace
    where TContext : DbContext
{
    public void Enter(IServiceProvider services)
    {
        // Every scope gets the context of the current generation, unless somebody says otherwise.
    }

    public async Task OpenAsync(string projection, DbContext context, CancellationToken cancellationToken)
    {
        if (TableDialect.Find(context.Database.ProviderName) is { } dialect
            && contexts.TablesOf(projection) is { Count: > 0 } tables)
        {
            await dialect.ShareAsync(context, [.. tables.Select(table => table.Name)], cancellationToken);
        }
    }
}
