using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Projections;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Makes the current generation of a projection what another one is, in a transaction in which neither changes else.</summary>
internal static class GenerationRepair
{
    /// <summary>The streams among those behind of which the generation holds events.</summary>
    public static async Task<IReadOnlyList<StreamLag>> StuckAsync(
        DbContext context,
        Generation generation,
        IReadOnlyList<StreamLag> behind,
        int maxCount,
        CancellationToken cancellationToken)
    {
        var held = await context.Set<HeldEventRow>().OfStreams(context, [.. behind.Select(stream => stream.StreamId)])
            .Where(row => row.Projection == generation.Name)
            .Select(row => row.StreamId)
            .ToHashSetAsync(cancellationToken);
        return [.. behind.Where(stream => held.Contains(stream.StreamId)).Take(maxCount)];
    }

    /// <summary>All rows, and all progress.</summary>
    public static async Task<RepairedRows> RunAsync(
        DbContext context, IReadOnlyList<Generation> generations, GenerationPlaces places, CancellationToken cancellationToken)
    {
        RefuseNumbered(generations[0].Projection, places.Tables);
        var tables = ParentsFirst(places.Tables).ConvertAll(table => new RowRepair(context, table, places));
        long deleted = 0, updated = 0, inserted = 0, streams = 0;
        foreach (var table in Enumerable.Reverse(tables))
        {
            deleted += await table.DeleteAsync(key: null, cancellationToken);
        }

        foreach (var table in tables)
        {
            updated += await table.UpdateAsync(key: null, cancellationToken);
            inserted += await table.InsertAsync(key: null, cancellationToken);
        }

        foreach (var generation in generations)
        {
            streams += await TakeProgressAsync(context, generation, cancellationToken);
        }

        return new RepairedRows(deleted, inserted, updated, streams);
    }

    /// <summary>Some rows.</summary>
    public static async Task<RepairedRows> RunAsync(
        DbContext context, GenerationPlaces places, GenerationComparison differences, CancellationToken cancellationToken)
    {
        var found = differences.Differences.Cast<FoundDifference>().ToLookup(difference => difference.Of);
        var chosen = ParentsFirst(places.Tables).FindAll(table => found.Contains(table.Name));
        RefuseNumbered(differences.Projection, chosen);
        var tables = chosen.ConvertAll(table => (
            Repair: new RowRepair(context, table, places),
            Keys: table.Key is []
                ? [null]
                : found[table.Name].DistinctBy(row => row.Key).Select(row => (IReadOnlyList<object>?)row.KeyValues).ToList()));
        long deleted = 0, updated = 0, inserted = 0;
        foreach (var (repair, keys) in Enumerable.Reverse(tables))
        {
            foreach (var key in keys)
            {
                deleted += await repair.DeleteAsync(key, cancellationToken);
            }
        }

        foreach (var (repair, keys) in tables)
        {
            foreach (var key in keys)
            {
                updated += await repair.UpdateAsync(key, cancellationToken);
                inserted += await repair.InsertAsync(key, cancellationToken);
            }
        }

        return new RepairedRows(deleted, inserted, updated, 0);
    }

    /// <summary>Copied rows get numbers of their own, which rows that refer to them do not know.</summary>
    private static void RefuseNumbered(string projection, IEnumerable<OwnedTable> tables)
    {
        if (tables.FirstOrDefault(table => table.NumberedBy is not null) is { } table)
        {
            throw new RebuildRefusedException(
                $"Rows of the table {table.Name}, which the projection '{projection}' owns, can't be repaired: they refer to rows of "
                    + $"{table.NumberedBy!.Name} by numbers that the database counts. Rebuild the projection and switch to the new "
                    + $"generation, or give {table.NumberedBy.Name} a key that follows from events.");
        }
    }

    /// <summary>Rows that refer to others come after them.</summary>
    private static List<OwnedTable> ParentsFirst(IReadOnlyList<OwnedTable> tables)
    {
        var ordered = new List<OwnedTable>();
        while (ordered.Count < tables.Count)
        {
            var next = tables.Where(table => !ordered.Contains(table)).ToList();
            var free = next.FindAll(table => !table.Table.ForeignKeyConstraints.Any(key =>
                key.PrincipalTable != table.Table && next.Exists(other => other.Table == key.PrincipalTable)));
            ordered.AddRange(free.Count > 0 ? free : next);
        }

        return ordered;
    }

    /// <returns>In how many streams it was another one.</returns>
    private static async Task<long> TakeProgressAsync(DbContext context, Generation generation, CancellationToken cancellationToken)
    {
        var (current, name) = (generation.Projection, generation.Name);
        var streams = context.Set<ProjectionStreamRow>();
        var gone = await streams
            .Where(row => row.Projection == current && !streams.Any(other => other.Projection == name && other.StreamId == row.StreamId
                && other.Version == row.Version && other.EventId == row.EventId))
            .ExecuteDeleteAsync(cancellationToken);
        var taken = await context.Database.ExecuteSqlRawAsync(TakeStreams(context), [current, name], cancellationToken);
        await context.Set<HeldEventRow>()
            .Where(held => held.Projection == current && (held.Reason == HoldReason.Ahead
                || streams.Any(row => row.Projection == current && row.StreamId == held.StreamId && row.Version >= held.StreamVersion)))
            .ExecuteDeleteAsync(cancellationToken);
        await context.Set<ProjectionHoleRow>()
            .Where(hole => hole.Projection == current && hole.State != HoleState.Accepted
                && streams.Any(row => row.Projection == current && row.StreamId == hole.StreamId && row.Version >= hole.ToVersion))
            .ExecuteDeleteAsync(cancellationToken);
        return Math.Max(gone, taken);
    }

    private static string TakeStreams(DbContext context)
    {
        var table = new StoredTable(context.Model.FindEntityType(typeof(ProjectionStreamRow))!, context);
        var (projection, stream) = (table[nameof(ProjectionStreamRow.Projection)], table[nameof(ProjectionStreamRow.StreamId)]);
        var rest = new[]
        {
            nameof(ProjectionStreamRow.Version),
            nameof(ProjectionStreamRow.EventId),
            nameof(ProjectionStreamRow.FirstAppliedAt),
            nameof(ProjectionStreamRow.LastAppliedAt),
        }.Select(property => table[property]).ToList();
        return $$"""
            INSERT INTO {{table.Name}} ({{projection}}, {{stream}}, {{string.Join(", ", rest)}})
            SELECT {0}, n.{{stream}}, {{string.Join(", ", rest.Select(column => $"n.{column}"))}} FROM {{table.Name}} AS n
            WHERE n.{{projection}} = {1} AND NOT EXISTS (
                SELECT 1 FROM {{table.Name}} AS c WHERE c.{{projection}} = {0} AND c.{{stream}} = n.{{stream}})
            """;
    }
}
