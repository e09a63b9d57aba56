using CleanCqrs.Application.History;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Rebuilds;

internal sealed class ProjectionRebuilds(
    IEnumerable<Projection> projections,
    GenerationBuilders builders,
    Levelling levelling,
    TimeProvider timeProvider,
    ILogger<ProjectionRebuilds> logger,
    IGenerations? generations = null,
    IEventHistory? history = null,
    IHistoryReaders? readers = null,
    IProjectionProgress? progress = null,
    IProjectionOperations? operations = null)
    : IRebuilds
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Projection> _projections = projections.ToDictionary(projection => projection.Name);

    /// <summary>Whether anything can be rebuilt in this process at all.</summary>
    public bool IsPossible => generations is not null && history is not null && Owners.Any();

    /// <summary>The projections that say which rows they own.</summary>
    public IEnumerable<string> Owners => _projections.Values.Where(known => known.Owned.Count > 0).Select(known => known.Name);

    private IGenerations Store => generations is not null && history is not null
        ? generations
        : throw new RebuildRefusedException(
            "This host can't rebuild projections: it needs a read database, and the history of events. Give it both, with "
                + "UseEntityFrameworkCore<TWriteContext, TReadContext>(), or ask a host that has them.");

    public async Task<IReadOnlyList<Generation>> StartAsync(
        IReadOnlyCollection<string> projections, RebuildOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(projections);
        var store = Store;
        var named = projections.Distinct().ToList();
        RebuildScope.Check(_projections, named, store.TablesOf);
        await levelling.RefuseWithoutStreamsAsync(cancellationToken);
        var next = RebuildRules.Next(
            await store.ListAsync(cancellationToken), CodesOf(named), options ?? new RebuildOptions(), Guid.CreateVersion7());
        await store.CreateAsync(next, cancellationToken);
        logger.RebuildStarted(string.Join(", ", named), Names(next));
        builders.Changed.Notify();
        return next;
    }

    public async Task<IReadOnlyList<RebuildStatus>> ListAsync(CancellationToken cancellationToken)
    {
        if (generations is null)
        {
            return [];
        }

        var statuses = new List<RebuildStatus>();
        foreach (var generation in await generations.ListAsync(cancellationToken))
        {
            statuses.Add(await DescribeAsync(generation, cancellationToken));
        }

        return statuses;
    }

    public async Task<RebuildStatus?> FindAsync(string projection, CancellationToken cancellationToken)
    {
        var theirs = generations is null
            ? []
            : (await generations.ListAsync(cancellationToken)).Where(generation => generation.Projection == projection).ToList();
        return theirs.OrderBy(generation => generation.State).FirstOrDefault() is { } first
            ? await DescribeAsync(first, cancellationToken)
            : null;
    }

    public async Task<GenerationComparison> CompareAsync(
        string projection, ComparisonOptions? options, CancellationToken cancellationToken)
    {
        var ready = RebuildRules.Ready(await Store.ListAsync(cancellationToken), projection);
        RefuseUnknown(ready);
        var one = ready.First(generation => generation.Projection == projection);
        for (var tries = 1; ; tries++)
        {
            var compared = await CompareAsync(one, ready, options ?? new ComparisonOptions(), cancellationToken);
            if (compared.StreamsAhead == 0 || tries == Levelling.MaxTries)
            {
                return compared;
            }

            // The current one is about to get what the other one has from history already.
            await Task.Delay(_pause, timeProvider, cancellationToken);
        }
    }

    private async Task<GenerationComparison> CompareAsync(
        Generation one, IReadOnlyList<Generation> ready, ComparisonOptions options, CancellationToken cancellationToken)
    {
        await levelling.ApproachAsync(Store, ready, cancellationToken);
        return await TwiceCompared.RunAsync(options.MaxDifferences, async limit =>
        {
            var before = await Store.CompareAsync(one, options with { MaxDifferences = limit }, cancellationToken);
            var after = before;
            await levelling.HoldAsync(
                Store,
                ready,
                async (held, behind, token) =>
                    after = await held.CompareAgainAsync(one, before, token) with { StreamsBehind = behind.Count },
                cancellationToken);
            return (before, after);
        });
    }

    public async Task SwitchAsync(string projection, bool force, CancellationToken cancellationToken)
    {
        var ready = RebuildRules.Ready(await Store.ListAsync(cancellationToken), projection);
        RefuseUnknown(ready);
        await levelling.ApproachAsync(Store, ready, cancellationToken);
        var waited = await levelling.HoldAsync(
            Store,
            ready,
            async (held, behind, token) =>
            {
                if (!force)
                {
                    await RefuseFaultyAsync(held, ready, behind, token);
                }

                await held.SwitchAsync(token);
            },
            cancellationToken);
        logger.GenerationsSwitched(Names(ready), waited);
        builders.Changed.Notify();
        await ForgetReadersAsync(ready, cancellationToken);
    }

    public async Task RollBackAsync(string projection, string by, CancellationToken cancellationToken)
    {
        var former = RebuildRules.Former(await Store.ListAsync(cancellationToken), projection);
        RefuseUnknown(former);
        var changes = RebuildRules.RollBack(former, CodesOf(former.Select(generation => generation.Projection)), by);
        await ChangeAsync(changes, cancellationToken);
        logger.RollbackBegins(Names(former));
    }

    public async Task CancelAsync(string projection, CancellationToken cancellationToken)
    {
        var built = RebuildRules.Built(await Store.ListAsync(cancellationToken), projection);
        if (built[0].IsRollback)
        {
            await ChangeAsync(RebuildRules.StayFormer(built), cancellationToken);
        }
        else
        {
            await DropAsync(built, cancellationToken);
        }

        logger.BuildingCancelled(Names(built));
        await ForgetReadersAsync(built, cancellationToken);
    }

    public async Task ForgetFormerAsync(string projection, CancellationToken cancellationToken)
    {
        var former = RebuildRules.Former(await Store.ListAsync(cancellationToken), projection);
        await DropAsync(former, cancellationToken);
        logger.FormerTablesDropped(Names(former));
    }

    /// <summary>Retention need not wait for a generation that nobody builds any more.</summary>
    public async Task ForgetReadersAsync(IEnumerable<Generation> over, CancellationToken cancellationToken)
    {
        foreach (var generation in readers is null ? [] : over)
        {
            await readers!.ForgetAsync(generation.Name, cancellationToken);
        }
    }

    private static string Names(IEnumerable<Generation> generations) =>
        string.Join(", ", generations.Select(generation => generation.Name));

    private async Task<RebuildStatus> DescribeAsync(Generation generation, CancellationToken cancellationToken)
    {
        if (generation.State == RebuildState.Current)
        {
            return new RebuildStatus(generation);
        }

        var status = new RebuildStatus(generation)
        {
            IsBuiltHere = builders.IsRunning(generation),
            Held = operations is null ? null : await operations.GetStatusAsync(generation.Name, cancellationToken),
        };
        return progress is not null && await progress.FindAsync(generation.Name, cancellationToken) is { } seen
            ? status with { Behind = seen.Behind, EventsPerSecond = seen.EventsPerSecond, Remaining = seen.Remaining }
            : status;
    }

    private static async Task RefuseFaultyAsync(
        IHeldGenerations held, IReadOnlyList<Generation> ready, IReadOnlyList<StreamLag> behind, CancellationToken cancellationToken)
    {
        foreach (var generation in ready)
        {
            var faults = await held.FindFaultsAsync(generation, maxCount: 3, cancellationToken);
            if (faults.Count > 0)
            {
                throw new RebuildRefusedException(
                    $"{generation.Name} can't take the place of {generation.Projection}, since it would lack something: "
                        + $"{string.Join(" ", faults)} Correct the projector and start a new rebuild, or switch by force.");
            }
        }

        if (behind.Count > 0)
        {
            throw new RebuildRefusedException(
                $"{ready[0].Name} can't take the place of {ready[0].Projection}: it is behind in {behind.Count} streams, such as "
                    + $"{behind[0].StreamId}, where it has come to version {behind[0].Version} of {behind[0].CurrentVersion}. Wait until "
                    + "its retries have succeeded, or switch by force.");
        }
    }

    private async Task ChangeAsync(IReadOnlyList<(Generation From, Generation To)> changes, CancellationToken cancellationToken)
    {
        if (!await Store.ChangeAsync(changes, cancellationToken))
        {
            throw Overtaken();
        }

        builders.Changed.Notify();
    }

    private async Task DropAsync(IReadOnlyList<Generation> dropped, CancellationToken cancellationToken)
    {
        if (!await Store.DropAsync(dropped, cancellationToken))
        {
            throw Overtaken();
        }

        builders.Changed.Notify();
    }

    private static RebuildRefusedException Overtaken() =>
        new("Somebody else has changed these generations in this moment. Look at their state again.");

    private void RefuseUnknown(IReadOnlyList<Generation> asked)
    {
        if (asked.FirstOrDefault(generation => !_projections.ContainsKey(generation.Projection)) is { } unknown)
        {
            throw new RebuildRefusedException(
                $"This host does not run {unknown.Projection}, so it can't apply events to it. Ask a host that does.");
        }
    }

    private Dictionary<string, string> CodesOf(IEnumerable<string> names) =>
        names.ToDictionary(name => name, name => CodeIdentity.Of(_projections[name]));
}
