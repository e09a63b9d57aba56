using CleanCqrs.Application.History;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Repairs;
using CleanCqrs.Application.Signals;
using CleanCqrs.Infrastructure.Audit;
using CleanCqrs.Infrastructure.Rebuilds;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Repairs;

internal sealed class ProjectionRepairs(
    IRebuilds rebuilds,
    Levelling levelling,
    AuditRequests audits,
    CommitSignal commits,
    TimeProvider timeProvider,
    ILogger<ProjectionRepairs> logger,
    IGenerations? generations = null,
    IEventHistory? history = null) : IRepairs
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(200);

    private IGenerations Store => generations ?? throw new RebuildRefusedException(
        "This host can't compare rows: it needs a read database, and the history of events. Give it both, with "
            + "UseEntityFrameworkCore<TWriteContext, TReadContext>().");

    public async Task<IReadOnlyList<GenerationComparison>> CompareAsync(
        IReadOnlyCollection<string> projections, string by, ComparisonOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(projections);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        var all = await Store.ListAsync(cancellationToken);
        if (!all.Any(generation => generation.IsBuilt && projections.Contains(generation.Projection)))
        {
            await rebuilds.StartAsync(projections, new RebuildOptions { StartedBy = by }, cancellationToken);
        }

        await AwaitReadyAsync(projections, cancellationToken);
        var comparisons = new List<GenerationComparison>();
        foreach (var projection in projections)
        {
            comparisons.Add(await rebuilds.CompareAsync(projection, options, cancellationToken));
        }

        Say(comparisons);
        if (comparisons.TrueForAll(comparison => comparison.IsEqual))
        {
            await rebuilds.CancelAsync(comparisons[0].Projection, cancellationToken);
        }

        return comparisons;
    }

    public async Task<RepairedRows> RepairAllAsync(string projection, string by, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await RefuseWithoutHistoryAsync(cancellationToken);
        var ready = RebuildRules.Ready(await Store.ListAsync(cancellationToken), projection);
        var repaired = new RepairedRows(0, 0, 0, 0);
        await HoldAsync(
            ready,
            async (held, token) =>
            {
                repaired = new RepairedRows(0, 0, 0, 0);
                foreach (var generation in ready)
                {
                    await RefuseFaultyAsync(held, generation, token);
                }

                repaired = await held.RepairAllAsync(token);
            },
            cancellationToken);
        Say(projection, repaired);
        await rebuilds.CancelAsync(projection, cancellationToken);
        foreach (var generation in ready)
        {
            // What was parked behind streams that were held has its turn.
            commits.Notify(new RedriveCommit(generation.Projection));
            audits.Ask(generation.Projection);
        }

        return repaired;
    }

    public async Task<RepairedRows> RepairAsync(
        string projection, IReadOnlyCollection<RowDifference> rows, string by, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var ready = RebuildRules.Ready(await Store.ListAsync(cancellationToken), projection);
        var one = ready.First(generation => generation.Projection == projection);
        var chosen = rows.DistinctBy(row => (row.Table, row.Key)).ToList();
        var before = await Store.CompareAsync(
            one, new ComparisonOptions { Rows = chosen, MaxDifferences = int.MaxValue }, cancellationToken);
        var repaired = new RepairedRows(0, 0, 0, 0);
        await HoldAsync(
            ready,
            async (held, token) =>
            {
                // Only now that nobody changes rows any more: live ones seemed to differ while their next event was on its way.
                var still = await held.CompareAgainAsync(one, before, token);
                var differ = still.Differences.DistinctBy(found => (found.Table, found.Key)).Count();
                repaired = await held.RepairAsync(still, token) with { Unchanged = chosen.Count - differ };
            },
            cancellationToken);
        Say(projection, repaired);
        return repaired;
    }

    public Task DiscardAsync(string projection, CancellationToken cancellationToken) =>
        rebuilds.CancelAsync(projection, cancellationToken);

    private async Task AwaitReadyAsync(IReadOnlyCollection<string> projections, CancellationToken cancellationToken)
    {
        while (true)
        {
            var all = await Store.ListAsync(cancellationToken);
            if (!all.Any(generation => generation.State == RebuildState.Building && projections.Contains(generation.Projection)))
            {
                return;
            }

            await Task.Delay(_poll, timeProvider, cancellationToken);
        }
    }

    private async Task HoldAsync(
        IReadOnlyList<Generation> ready, Func<IHeldGenerations, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await levelling.ApproachAsync(Store, ready, cancellationToken);
        await levelling.HoldAsync(Store, ready, (held, _, token) => work(held, token), cancellationToken);
    }

    /// <summary>Of what retention has deleted nothing can be folded, and what is missing because of that is no difference.</summary>
    private async Task RefuseWithoutHistoryAsync(CancellationToken cancellationToken)
    {
        if (history is null)
        {
            return;
        }

        var parts = await history.ListPartsAsync(cancellationToken);
        var deleted = (await history.FindDeletedAsync(parts, cancellationToken)).Values.DefaultIfEmpty().Max();
        if (deleted > 0)
        {
            throw new RebuildRefusedException(
                $"Retention has deleted history up to position {deleted}, so rows that history can't explain may well be right. Choose the "
                    + "rows to repair.");
        }
    }

    private static async Task RefuseFaultyAsync(IHeldGenerations held, Generation generation, CancellationToken cancellationToken)
    {
        var faults = await held.FindFaultsAsync(generation, maxCount: 3, cancellationToken);
        var stuck = await held.FindStuckAsync(generation, maxCount: 3, cancellationToken);
        if (faults.Count > 0 || stuck.Count > 0)
        {
            throw new RebuildRefusedException(
                $"{generation.Projection} can't be repaired as a whole, since the fresh projection lacks something: "
                    + string.Join(" ", faults.Concat(stuck.Select(stream => $"It can't go on in stream {stream.StreamId} after version "
                        + $"{stream.Version}, while the current one has come to {stream.CurrentVersion}.")))
                    + " Mend that, or choose the rows to repair.");
        }
    }

    private void Say(List<GenerationComparison> comparisons)
    {
        foreach (var comparison in comparisons)
        {
            var first = comparison.Differences.Count > 0 ? comparison.Differences[0] : null;
            logger.ProjectionCompared(
                comparison.IsEqual ? LogLevel.Information : LogLevel.Error,
                comparison.Projection,
                comparison.RowsCompared,
                comparison.Differences.Count,
                comparison.StreamsBehind,
                comparison.StreamsAhead,
                first?.Table ?? "none",
                first?.Key,
                first?.Column);
        }
    }

    private void Say(string projection, RepairedRows repaired) => logger.ProjectionRepaired(
        projection, repaired.Deleted, repaired.Inserted, repaired.Updated, repaired.Streams, repaired.Unchanged);
}
