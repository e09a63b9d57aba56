using System.Collections.Concurrent;
using CleanCqrs.Application.Rebuilds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Makes contexts of the application's own type whose owned rows are in the tables of another generation.</summary>
internal sealed class ShadowContexts<TContext>(IServiceScopeFactory scopes, IOwnedRows? rows = null)
    where TContext : DbContext
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<OwnedTable>> _tables = [];
    private Known? _known;

    /// <exception cref="RebuildRefusedException">The database is of another kind.</exception>
    public TableDialect Dialect => TableDialect.Of(Live().Provider);

    /// <summary>The tables that a projection, or a generation of it, owns.</summary>
    public IReadOnlyList<OwnedTable> TablesOf(string projection) => _tables.GetOrAdd(
        projection,
        name => OwnedBy(name) is { Count: > 0 } owned
            ? [.. OwnedModel.TablesOf(Live().Model, name, owned)
                .Select(table => new OwnedTable(table, OwnedModel.NotComparedIn(table, owned)))]
            : []);

    public async Task<GenerationPlaces> PlacesOfAsync(
        IEnumerable<string> projections, int number, DbContext context, CancellationToken cancellationToken)
    {
        var names = projections.ToList();
        return new GenerationPlaces(
            [.. names.SelectMany(OwnedBy).DistinctBy(owned => owned.Row)],
            [.. names.SelectMany(TablesOf).DistinctBy(table => table.Name)],
            Dialect,
            await Dialect.FindSchemaAsync(context, cancellationToken),
            number);
    }

    /// <param name="services">The scope of the context.</param>
    /// <param name="places">Where the tables are.</param>
    /// <param name="isGuarded">Whether it may change these tables, and those of the library, and nothing else.</param>
    public TContext Create(IServiceProvider services, GenerationPlaces places, bool isGuarded = true)
    {
        var live = Live();
        var builder = (DbContextOptionsBuilder)Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(live.Type))!;
        var extensions = (IDbContextOptionsBuilderInfrastructure)builder;
        foreach (var extension in live.Extensions)
        {
            extensions.AddOrUpdateExtension(extension is CoreOptionsExtension core ? CoreOf(core) : extension);
        }

        extensions.AddOrUpdateExtension(new GenerationExtension(places));
        var context = (TContext)ActivatorUtilities.CreateInstance(services, live.Type, builder.Options);
        Check(context, places);
        return context;

        CoreOptionsExtension CoreOf(CoreOptionsExtension core)
        {
            var own = core.WithApplicationServiceProvider(services);
            return isGuarded ? own.WithInterceptors([new ShadowGuard(places)]) : own;
        }
    }

    private IReadOnlyList<OwnedRows> OwnedBy(string projection) => rows?.Of(projection) ?? [];

    /// <summary>A context with the tables of the current generation would be the worst of all.</summary>
    private static void Check(TContext context, GenerationPlaces places)
    {
        var mapped = context.Model.GetRelationalModel().Tables.Select(table => new TableName(table.Schema, table.Name)).ToHashSet();
        if (places.Tables.FirstOrDefault(table => mapped.Contains(table.Name) || !mapped.Contains(places[table.Name])) is { } wrong)
        {
            context.Dispose();
            throw new RebuildRefusedException(
                $"{context.GetType().Name} can't be made with its table {wrong.Name} in another place, so its projections can't be rebuilt "
                    + "online: it has a compiled model, an internal service provider or a memory cache of its own. Do without UseModel, "
                    + "UseInternalServiceProvider and UseMemoryCache for the read context.");
        }
    }

    private Known Live()
    {
        lock (_lock)
        {
            if (_known is null)
            {
                using var scope = scopes.CreateScope();
                var context = scope.ServiceProvider.GetRequiredService<TContext>();
                var options = (DbContextOptions)context.GetService<IDbContextOptions>();
                _known = new Known(context.GetType(), context.Model, context.Database.ProviderName, [.. options.Extensions]);
            }

            return _known;
        }
    }

    private sealed record Known(Type Type, IModel Model, string? Provider, IReadOnlyList<IDbContextOptionsExtension> Extensions);
}
