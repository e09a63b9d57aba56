using System.Collections.Concurrent;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>
/// Holds the streams in which a projection is ahead of the write side: the write side will give the same versions to other events, which
/// would pass for duplicates. Whoever finds one puts it on record here, and it is said once.
/// </summary>
internal sealed class AheadStreams(
    IProjectionStore store, IEventHistory history, TimeProvider timeProvider, ILogger<AheadStreams> logger) : IDisposable
{
    private const int BatchSize = 500;
    private const int MaxRepetitions = 5;

    // After a restored backup there may be very many.
    private readonly ConcurrentDictionary<string, SparseLog> _reports = [];

    /// <summary>
    /// Holds those of some streams of which history knows the lower version and not the event that was applied. Retention deletes the
    /// events of a stream from the first one on, so what is there below says that what is missing above was never there.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streams">The streams.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many were not held before.</returns>
    public async Task<int> HoldIfUnknownAsync(
        string projection, IReadOnlyCollection<AheadStream> streams, CancellationToken cancellationToken)
    {
        if (streams.Count == 0)
        {
            return 0;
        }

        var places = streams.SelectMany(stream => new[]
        {
            new StreamPlace(stream.StreamId, stream.Version), new StreamPlace(stream.StreamId, stream.WrittenVersion),
        });
        if (await history.FindAsync([.. places], cancellationToken) is not { } keys)
        {
            return 0;
        }

        var found = keys.Select(key => new StreamPlace(key.StreamId, key.StreamVersion)).ToHashSet();
        return await HoldAsync(
            projection,
            [
                .. streams.Where(stream => found.Contains(new StreamPlace(stream.StreamId, stream.WrittenVersion))
                    && !found.Contains(new StreamPlace(stream.StreamId, stream.Version))),
            ],
            cancellationToken);
    }

    /// <summary>Holds streams, where the projection still stands at the same event.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streams">The streams.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many were not held before.</returns>
    public async Task<int> HoldAsync(string projection, IReadOnlyCollection<AheadStream> streams, CancellationToken cancellationToken)
    {
        var held = 0;
        foreach (var batch in streams.Chunk(BatchSize))
        {
            var added = await HoldBatchAsync(projection, batch, cancellationToken);
            held += added.Count;
            Report(projection, added);
        }

        return held;
    }

    private async Task<List<AheadStream>> HoldBatchAsync(string projection, AheadStream[] streams, CancellationToken cancellationToken)
    {
        for (var repetitions = 0; ; repetitions++)
        {
            List<AheadStream> added = [];
            try
            {
                await store.RunAsync(
                    projection,
                    turn: null,
                    async (session, token) => added = await HoldAsync(session, streams, token),
                    cancellationToken);
                return added;
            }
            catch (ConcurrencyConflictException) when (repetitions < MaxRepetitions)
            {
                // One of the streams goes on in this moment; those that are ahead do not.
            }
        }
    }

    /// <summary>Tells what is left to tell.</summary>
    public void Dispose()
    {
        foreach (var report in _reports.Values)
        {
            report.Dispose();
        }
    }

    private static async Task<List<AheadStream>> HoldAsync(
        IProjectionSession session, AheadStream[] streams, CancellationToken cancellationToken)
    {
        var progress = await session.LoadProgressAsync([.. streams.Select(stream => stream.StreamId)], cancellationToken);
        var still = streams.Where(stream => progress.GetValueOrDefault(stream.StreamId) is { } now
            && now.Version == stream.Version
            && (now.EventId ?? Guid.Empty) == stream.EventId).ToList();
        var held = (await session.LoadHeldAsync(still.ConvertAll(PlaceOf), cancellationToken))
            .Select(key => new StreamPlace(key.StreamId, key.StreamVersion))
            .ToHashSet();
        still.RemoveAll(stream => held.Contains(PlaceOf(stream)));
        if (still.Count > 0)
        {
            var now = await session.GetTimeAsync(cancellationToken);
            still.ForEach(stream => session.Hold(MarkOf(stream, now)));
            await session.CommitAsync(cancellationToken);
        }

        return still;
    }

    private static StreamPlace PlaceOf(AheadStream stream) => new(stream.StreamId, stream.Version);

    /// <summary>The event itself is gone; its place is what holds the stream.</summary>
    private static HeldEvent MarkOf(AheadStream stream, DateTimeOffset now) => new(
        new EventEnvelope(
            stream.EventId, string.Empty, string.Empty, stream.StreamId, stream.Version, now, ReadOnlyMemory<byte>.Empty),
        HoldReason.Ahead,
        now,
        Attempts: 0,
        RetryAt: null,
        stream.Error);

    private void Report(string projection, List<AheadStream> added)
    {
        if (added.Count == 0)
        {
            return;
        }

        Instruments.ProjectionAheadFound.Add(
            added.Count, new KeyValuePair<string, object?>(ProjectionTelemetry.ProjectionTag, projection));
        var report = _reports.GetOrAdd(
            projection, name => new SparseLog(timeProvider, count => logger.MoreStreamsAhead(name, count), most: 1));
        if (report.Allows(added.Count))
        {
            logger.StreamsAhead(projection, added.Count, added[0].StreamId, added[0].Error);
        }
    }
}
