using CleanCqrs.Application.Rebuilds;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Compares a generation with the current one.</summary>
internal sealed class GenerationComparer(DbContext context, Generation generation, GenerationPlaces places)
{
    /// <summary>The streams in which the generation is behind, in order.</summary>
    public IQueryable<StreamLag> Behind()
    {
        var (current, name) = (generation.Projection, generation.Name);
        var others = context.Set<ProjectionStreamRow>().Where(row => row.Projection == name);
        return from stream in context.Set<ProjectionStreamRow>()
               where stream.Projection == current
               join other in others on stream.StreamId equals other.StreamId into built
               from next in built.DefaultIfEmpty()
               where next == null || next.Version < stream.Version
               orderby stream.StreamId
               select new StreamLag(stream.StreamId, next == null ? 0 : next.Version, stream.Version);
    }

    public async Task<GenerationComparison> CompareAsync(ComparisonOptions options, CancellationToken cancellationToken)
    {
        var differences = new List<RowDifference>();
        long current = 0, next = 0, compared = 0;
        foreach (var comparer in places.Tables.Select(table => new TableComparer(context, table, places)))
        {
            var counts = await comparer.CountAsync(cancellationToken);
            (current, next) = (current + counts.Current, next + counts.Next);
            var (found, rows) = await comparer.CompareAsync(
                options, options.MaxDifferences - differences.Count, cancellationToken);
            differences.AddRange(found);
            compared += rows;
        }

        return new GenerationComparison(
            generation.Projection,
            current,
            next,
            compared,
            await Behind().LongCountAsync(cancellationToken),
            await CountAheadAsync(cancellationToken),
            differences);
    }

    public async Task<GenerationComparison> CompareAgainAsync(GenerationComparison before, CancellationToken cancellationToken)
    {
        var differences = new List<RowDifference>();
        foreach (var table in before.Differences.Cast<FoundDifference>().GroupBy(difference => difference.Of))
        {
            var comparer = new TableComparer(context, places.Tables.First(owned => owned.Name == table.Key), places);
            differences.AddRange(await comparer.CompareAgainAsync(table, cancellationToken));
        }

        return before with { Differences = differences, StreamsAhead = await CountAheadAsync(cancellationToken) };
    }

    private Task<long> CountAheadAsync(CancellationToken cancellationToken)
    {
        var (current, name) = (generation.Projection, generation.Name);
        return context.Set<ProjectionStreamRow>().Where(row => row.Projection == name)
            .LongCountAsync(
                row => !context.Set<ProjectionStreamRow>().Any(stream =>
                    stream.Projection == current && stream.StreamId == row.StreamId && stream.Version >= row.Version),
                cancellationToken);
    }
}
