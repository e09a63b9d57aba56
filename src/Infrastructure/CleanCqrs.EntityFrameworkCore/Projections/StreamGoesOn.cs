using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>Lets a stream go on behind events that a projection will never apply.</summary>
internal static class StreamGoesOn
{
    private const int MaxRepetitions = 5;

    /// <summary>
    /// Takes all up to an event for applied, and puts that on record as an accepted hole, with the next save. What was known of a hole that
    /// begins there is replaced; where it goes further, the rest stays awaited.
    /// </summary>
    public static async Task BehindAsync(
        DbContext context, string projection, DiscardedEvent given, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stream = await context.Set<ProjectionStreamRow>()
            .SingleOrDefaultAsync(row => row.Projection == projection && row.StreamId == given.StreamId, cancellationToken);
        var from = (stream?.Version ?? 0) + 1;
        if (from > given.StreamVersion)
        {
            return;
        }

        if (stream is null)
        {
            context.Add(stream = new ProjectionStreamRow
            {
                Projection = projection,
                StreamId = given.StreamId,
                FirstAppliedAt = now,
                LastAppliedAt = now,
            });
        }

        (stream.Version, stream.EventId) = (given.StreamVersion, given.EventId);
        await RecordAsync(context, projection, given, from, now, cancellationToken);
    }

    /// <summary>Repeats work on the progress of a stream that a projector has moved in the same moment.</summary>
    public static async Task<T> RepeatOnConflictAsync<T>(DbContext context, Func<Task<T>> work)
    {
        for (var repetitions = 0; ; repetitions++)
        {
            try
            {
                return await context.Database.CreateExecutionStrategy().ExecuteAsync(() =>
                {
                    context.ChangeTracker.Clear();
                    return work();
                });
            }
            catch (Exception exception) when (repetitions < MaxRepetitions && DatabaseConflict.Find(exception) is not null)
            {
                // It is looked at again, from the beginning.
            }
        }
    }

    private static async Task RecordAsync(
        DbContext context,
        string projection,
        DiscardedEvent given,
        long from,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var holes = context.Set<ProjectionHoleRow>();
        var hole = await holes.FindAsync([projection, given.StreamId, from], cancellationToken);
        if (hole is { State: not HoleState.Accepted }
            && hole.ToVersion > given.StreamVersion
            && await holes.FindAsync([projection, given.StreamId, given.StreamVersion + 1], cancellationToken) is null)
        {
            context.Add(new ProjectionHoleRow
            {
                Projection = projection,
                StreamId = given.StreamId,
                FromVersion = given.StreamVersion + 1,
                ToVersion = hole.ToVersion,
                State = HoleState.Awaited,
                FoundAt = hole.FoundAt,
            });
        }

        if (hole is null)
        {
            context.Add(hole = new ProjectionHoleRow
            {
                Projection = projection,
                StreamId = given.StreamId,
                FromVersion = from,
                FoundAt = now,
            });
        }

        (hole.ToVersion, hole.State, hole.AcceptedAt, hole.AcceptedBy, hole.Reason) =
            (given.StreamVersion, HoleState.Accepted, now, StorableText.Of(given.By), StorableText.Of(given.Reason));
    }
}
