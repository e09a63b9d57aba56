using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.History;
using CleanCqrs.EntityFrameworkCore.Projections;
using CleanCqrs.EntityFrameworkCore.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Keeps the generations of projections in the read database: their tables, their progress and the record of them.</summary>
internal sealed class EfGenerations<TContext>(
    IServiceScopeFactory scopes,
    ShadowContexts<TContext> contexts,
    IDatabaseClock clock,
    TimeProvider timeProvider,
    RefusedWrites refused)
    : IGenerations
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task<IReadOnlyList<Generation>> ListAsync(CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<Generation>>(async context => (await context.Set<GenerationRow>().AsNoTracking()
            .OrderBy(row => row.Projection).ThenBy(row => row.Number)
            .ToListAsync(cancellationToken)).ConvertAll(row => row.ToGeneration()));

    public IReadOnlyList<string> TablesOf(string projection) =>
        [.. contexts.TablesOf(projection).Select(table => table.Name.ToString())];

    public Task CreateAsync(IReadOnlyList<Generation> generations, CancellationToken cancellationToken) =>
        InTransactionAsync(
            async (context, scope) =>
            {
                var places = await PlacesOfAsync(generations, generations[0].Number, context, cancellationToken);
                var obstacles = await places.Dialect.FindObstaclesAsync(
                    context, places.Tables, places.DefaultSchema, cancellationToken);
                if (obstacles.Count > 0)
                {
                    throw new RebuildRefusedException(
                        $"{Names(generations)} can't be built, since this would not go along when tables are exchanged: "
                            + $"{string.Join("; ", obstacles)}. Take it away, or declare it in the model where that is possible.");
                }

                foreach (var generation in generations)
                {
                    await FormerProgress.ForgetAsync(context, generation.Name, cancellationToken);
                }

                var now = await clock.NowAsync(context, cancellationToken);
                context.AddRange(generations.Select(generation => GenerationRow.Of(generation, now)));
                await context.SaveChangesAsync(cancellationToken);
                await using var shadow = contexts.Create(scope, places, isGuarded: false);
                await JoinAsync(shadow, context, cancellationToken);
                await GenerationTables.CreateAsync(shadow, places, cancellationToken);
                return true;
            },
            cancellationToken);

    public Task<bool> ChangeAsync(
        IReadOnlyCollection<(Generation From, Generation To)> changes, CancellationToken cancellationToken) =>
        InTransactionAsync(
            async (context, _) =>
            {
                foreach (var (from, to) in changes)
                {
                    if (await FindAsync(context, from, cancellationToken) is not { } row)
                    {
                        return false;
                    }

                    row.Become(to);
                    if (to is { State: RebuildState.Building, IsRollback: true })
                    {
                        // It had caught up once, and has not any more.
                        await FormerProgress.BeginAsync(context, to.Name, cancellationToken);
                    }
                }

                await context.SaveChangesAsync(cancellationToken);
                return true;
            },
            cancellationToken);

    public Task<bool> DropAsync(IReadOnlyList<Generation> generations, CancellationToken cancellationToken) =>
        InTransactionAsync(
            async (context, _) =>
            {
                var places = await PlacesOfAsync(generations, generations[0].Number, context, cancellationToken);
                foreach (var generation in generations)
                {
                    if (await FindAsync(context, generation, cancellationToken) is not { } row)
                    {
                        return false;
                    }

                    context.Remove(row);
                }

                // Who builds it has finished what he was at when the record is gone, and begins nothing any more.
                await context.SaveChangesAsync(cancellationToken);
                foreach (var generation in generations)
                {
                    await FormerProgress.ForgetAsync(context, generation.Name, cancellationToken);
                }

                await places.Dialect.DropAsync(context, places, cancellationToken);
                return true;
            },
            cancellationToken);

    public IProjectionStore StoreOf(Generation generation, Action ended) => new GenerationStore(
        async token =>
        {
            var places = await _contexts.RunAsync(
                context => contexts.PlacesOfAsync([generation.Projection], generation.Number, context, token));
            return new EfProjectionStore<TContext>(
                scopes, clock, timeProvider, refused, new GenerationPlace<TContext>(contexts, generation, places, ended));
        });

    public Task<IReadOnlyList<StreamLag>> FindBehindAsync(
        Generation generation, int maxCount, CancellationToken cancellationToken) =>
        WithComparerAsync<IReadOnlyList<StreamLag>>(
            generation, async comparer => await comparer.Behind().Take(maxCount).ToListAsync(cancellationToken), cancellationToken);

    public Task<GenerationComparison> CompareAsync(
        Generation generation, ComparisonOptions options, CancellationToken cancellationToken) =>
        WithComparerAsync(generation, comparer => comparer.CompareAsync(options, cancellationToken), cancellationToken);

    public async Task HoldAsync(
        IReadOnlyList<Generation> generations, Func<IHeldGenerations, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var oneByOne = new SemaphoreSlim(1);
        await InTransactionAsync(
            async (holder, _) =>
            {
                var places = await PlacesOfAsync(generations, generations[0].Number, holder, cancellationToken);
                await places.Dialect.HoldAsync(
                    holder, [.. places.Tables.Select(table => places.WholeNameOf(table.Name))], cancellationToken);
                foreach (var generation in generations)
                {
                    if (!await GenerationRecord.KeepAsync(holder, generation, places.Dialect.TakeRows, cancellationToken))
                    {
                        throw new RebuildRefusedException($"{generation.Name} is not being built any more.");
                    }
                }

                var store = new HeldStore<TContext>(scopes, contexts, places, holder, oneByOne, clock, timeProvider);
                await work(new HeldGenerations(holder, generations, places, store), cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private static string Names(IEnumerable<Generation> generations) =>
        string.Join(", ", generations.Select(generation => generation.Name));

    private static Task<GenerationRow?> FindAsync(DbContext context, Generation generation, CancellationToken cancellationToken) =>
        context.Set<GenerationRow>().SingleOrDefaultAsync(
            row => row.Projection == generation.Projection && row.Number == generation.Number
                && row.Rebuild == generation.Rebuild && row.State == generation.State,
            cancellationToken);

    private static async Task JoinAsync(DbContext context, DbContext other, CancellationToken cancellationToken)
    {
        context.Database.SetDbConnection(other.Database.GetDbConnection());
        await context.Database.UseTransactionAsync(
            other.Database.CurrentTransaction!.GetDbTransaction(), cancellationToken);
    }

    private Task<GenerationPlaces> PlacesOfAsync(
        IEnumerable<Generation> generations, int number, DbContext context, CancellationToken cancellationToken) =>
        contexts.PlacesOfAsync(generations.Select(generation => generation.Projection), number, context, cancellationToken);

    private Task<T> WithComparerAsync<T>(
        Generation generation, Func<GenerationComparer, Task<T>> compare, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context => await compare(new GenerationComparer(
            context,
            generation,
            await contexts.PlacesOfAsync([generation.Projection], generation.Number, context, cancellationToken))));

    private async Task<T> InTransactionAsync<T>(
        Func<TContext, IServiceProvider, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        try
        {
            return await context.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
            {
                context.ChangeTracker.Clear();
                await using var transaction = await context.Database.BeginTransactionAsync(token);
                var result = await work(context, scope.ServiceProvider);
                await transaction.CommitAsync(token);
                return result;
            }, cancellationToken);
        }
        catch (Exception exception) when (UniqueViolation.Is(exception.InnerException))
        {
            throw new RebuildRefusedException("Somebody else has started such a rebuild in this moment. Look at its state.");
        }
        catch (Exception exception) when (DatabaseConflict.Find(exception) is not null
            || TableDialect.Find(context.Database.ProviderName)?.IsLockTimeout(exception) == true)
        {
            throw new ConcurrencyConflictException(
                $"Others did not give way in time: {exception.GetBaseException().Message}", exception);
        }
    }
}
