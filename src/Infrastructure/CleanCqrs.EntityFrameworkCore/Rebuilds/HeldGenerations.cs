using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.EntityFrameworkCore.History;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Generations that are built together, in a transaction in which nobody else changes them, or what they would replace.</summary>
internal sealed class HeldGenerations(
    DbContext holder,
    IReadOnlyList<Generation> generations,
    GenerationPlaces places,
    IProjectionStore store)
    : IHeldGenerations
{
    public IProjectionStore StoreOf(Generation generation) => store;

    public async Task<IReadOnlyList<StreamLag>> FindBehindAsync(Generation generation, CancellationToken cancellationToken) =>
        await ComparerOf(generation).Behind().ToListAsync(cancellationToken);

    public Task<GenerationComparison> CompareAgainAsync(
        Generation generation, GenerationComparison before, CancellationToken cancellationToken) =>
        ComparerOf(generation).CompareAgainAsync(before, cancellationToken);

    public async Task<IReadOnlyList<string>> FindFaultsAsync(
        Generation generation, int maxCount, CancellationToken cancellationToken)
    {
        var held = holder.Set<HeldEventRow>();
        var failing = await held.AsNoTracking()
            .Where(row => row.Projection == generation.Name && row.Reason != HoldReason.Parked)
            .Where(row => !held.Any(other => other.Projection == generation.Projection && other.StreamId == row.StreamId
                && other.StreamVersion <= row.StreamVersion && other.Reason != HoldReason.Parked))
            .OrderBy(row => row.StreamId).ThenBy(row => row.StreamVersion)
            .Select(row => new { row.StreamId, row.StreamVersion, row.EventType, row.Error })
            .Take(maxCount)
            .ToListAsync(cancellationToken);
        var holes = holder.Set<ProjectionHoleRow>();
        var missing = await holes.AsNoTracking()
            .Where(row => row.Projection == generation.Name && row.State == HoleState.Open)
            .Where(row => !holes.Any(other => other.Projection == generation.Projection && other.StreamId == row.StreamId
                && other.FromVersion <= row.FromVersion && other.ToVersion >= row.ToVersion && other.State != HoleState.Awaited))
            .OrderBy(row => row.StreamId).ThenBy(row => row.FromVersion)
            .Select(row => new { row.StreamId, row.FromVersion, row.ToVersion })
            .Take(maxCount)
            .ToListAsync(cancellationToken);
        return
        [
            .. failing.Select(row =>
                $"Its projector fails with {row.EventType} at {row.StreamId}/{row.StreamVersion}: {FirstLine(row.Error)}."),
            .. missing.Select(row => row.StreamId.Length == 0
                ? $"Retention has deleted the events from position {row.FromVersion} to {row.ToVersion}."
                : $"History lacks the events of {row.StreamId} from version {row.FromVersion} to {row.ToVersion}."),
        ];
    }

    public async Task<IReadOnlyList<StreamLag>> FindStuckAsync(
        Generation generation, int maxCount, CancellationToken cancellationToken)
    {
        var behind = await FindBehindAsync(generation, cancellationToken);
        return await GenerationRepair.StuckAsync(holder, generation, behind, maxCount, cancellationToken);
    }

    public Task<RepairedRows> RepairAllAsync(CancellationToken cancellationToken) =>
        GenerationRepair.RunAsync(holder, generations, places, cancellationToken);

    public Task<RepairedRows> RepairAsync(GenerationComparison differences, CancellationToken cancellationToken) =>
        GenerationRepair.RunAsync(holder, places, differences, cancellationToken);

    public async Task SwitchAsync(CancellationToken cancellationToken)
    {
        var records = await holder.Set<GenerationRow>()
            .Where(row => generations.Select(generation => generation.Projection).Contains(row.Projection))
            .ToListAsync(cancellationToken);
        var former = generations[0].IsRollback
            ? records.First(row => row.State == RebuildState.Current).Number
            : generations[0].Number - 1;
        await places.Dialect.ExchangeAsync(holder, places.ForNumber(former), places, cancellationToken);
        foreach (var generation in generations)
        {
            await ExchangeProgressAsync(generation, former, cancellationToken);
            Record(records, generation, former);
        }

        await holder.SaveChangesAsync(cancellationToken);
    }

    private static string FirstLine(string? error) => (error ?? "without a message").Split('\n', 2)[0].Trim().TrimEnd('.');

    private async Task ExchangeProgressAsync(Generation generation, int former, CancellationToken cancellationToken)
    {
        var aside = Generation.NameOf(generation.Projection, former);

        // A follower of an earlier generation of that number may have begun anew before it heard of its end.
        await FormerProgress.ForgetAsync(holder, aside, cancellationToken);
        await FormerProgress.ReleaseAsync(holder, generation.Projection, cancellationToken);
        await FormerProgress.ReleaseAsync(holder, generation.Name, cancellationToken);
        await FormerProgress.MoveAsync(holder, generation.Projection, aside, cancellationToken);
        await FormerProgress.MoveAsync(holder, generation.Name, generation.Projection, cancellationToken);
    }

    /// <summary>The number is a part of the key: the record of one that was current under another is made anew.</summary>
    private void Record(List<GenerationRow> records, Generation generation, int former)
    {
        var theirs = records.FindAll(row => row.Projection == generation.Projection);
        var next = theirs.Find(row => row.Number == generation.Number)!;
        var current = theirs.Find(row => row.State == RebuildState.Current);
        next.Become(generation with { State = RebuildState.Current, IsRollback = false, SwitchWhenReady = false, Note = null });
        if (current?.Number == former)
        {
            (current.State, current.Rebuild) = (RebuildState.Former, generation.Rebuild);
            return;
        }

        if (current is not null)
        {
            holder.Remove(current);
        }

        holder.Add(GenerationRow.Of(
            new Generation(generation.Projection, former, RebuildState.Former)
            {
                Rebuild = generation.Rebuild,
                Code = current?.Code ?? string.Empty,
                StartedBy = current?.StartedBy ?? generation.StartedBy,
            },
            current?.StartedAt ?? next.StartedAt));
    }

    private GenerationComparer ComparerOf(Generation generation) => new(holder, generation, places);
}
