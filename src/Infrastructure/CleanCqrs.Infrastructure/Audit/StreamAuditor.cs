using CleanCqrs.Application.Audit;
using CleanCqrs.Application.History;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>
/// Walks the streams of the write model, and looks for them in the projections; then walks the streams of the projections, and looks for
/// those that the write model does not know. Both go page by page, beside live events: what only seems to differ because one side was read
/// later than the other is recognised by history, or looked at again.
/// </summary>
internal sealed class StreamAuditor(
    IWriteModelStreams write,
    IReadModelStreams read,
    IEventHistory history,
    IIntegrationEventTypes types,
    AheadStreams ahead,
    AuditOptions options,
    TimeProvider timeProvider)
{
    private const int PageSize = 1_000;

    /// <summary>How many streams may be waiting for a second look.</summary>
    private const int MaxLate = 10_000;

    private readonly HashSet<string> _topics = [.. types.Topics];
    private readonly StreamSet _aggregates = new();
    private readonly StreamSet _known = new();

    /// <returns>What was found, and how many streams the write model has.</returns>
    public async Task<(IReadOnlyList<ProjectionAudit> Projections, long Streams)> RunAsync(
        AuditRun run, CancellationToken cancellationToken)
    {
        var tallies = run.Projections.Select(projection => new Tally(projection)).ToList();
        foreach (var tally in tallies)
        {
            await LetGoAsync(tally.Projection, cancellationToken);
        }

        var streams = 0L;
        await foreach (var page in write.ReadAsync(PageSize, cancellationToken))
        {
            var fresh = page.Where(stream => !stream.HasEnded || !_aggregates.Contains(stream.StreamId)).ToList();
            streams += fresh.Count;
            fresh.ForEach(Know);
            foreach (var tally in tallies)
            {
                await CompareAsync(tally, fresh, cancellationToken);
            }

            await WentAsync(run, page.Count, cancellationToken);
        }

        foreach (var tally in tallies)
        {
            await FindExtraAsync(tally, run, cancellationToken);
            await LookAgainAsync(tally, cancellationToken);
        }

        return (tallies.ConvertAll(tally => tally.ToAudit()), streams);
    }

    private void Know(WrittenStream stream)
    {
        _known.Add(stream.StreamId);
        if (!stream.HasEnded)
        {
            _aggregates.Add(stream.StreamId);
        }
    }

    private Task WentAsync(AuditRun run, int streams, CancellationToken cancellationToken)
    {
        run.Went(streams);
        return Task.Delay(options.Pause, timeProvider, cancellationToken);
    }

    private async Task CompareAsync(Tally tally, List<WrittenStream> page, CancellationToken cancellationToken)
    {
        var projected = (await read.FindAsync(tally.Projection, page.ConvertAll(stream => stream.StreamId), cancellationToken))
            .ToDictionary(stream => stream.StreamId);
        var recorded = await FindRecordedAsync(
            page.Select(stream => new StreamPlace(
                stream.StreamId, projected.GetValueOrDefault(stream.StreamId)?.Version ?? stream.Version)),
            cancellationToken);
        var isAhead = new List<AheadStream>();
        foreach (var stream in page)
        {
            var seen = projected.GetValueOrDefault(stream.StreamId);
            var place = new StreamPlace(stream.StreamId, seen?.Version ?? stream.Version);
            var key = recorded.GetValueOrDefault(place);
            if (StreamComparison.Of(stream.Version, seen, key?.EventId) is { } kind && !IsOfOthers(kind, key))
            {
                Note(tally, new StreamDifference(stream.StreamId, kind, stream.Version, seen?.Version ?? 0), seen, isAhead);
            }
        }

        await ahead.HoldAsync(tally.Projection, isAhead, cancellationToken);
        if (tally.Late.Count >= MaxLate)
        {
            await LookAgainAsync(tally, cancellationToken);
        }
    }

    /// <summary>Events on topics that this host does not know are not for its projections.</summary>
    private bool IsOfOthers(StreamDifferenceKind kind, HistoryKey? key) =>
        kind == StreamDifferenceKind.Missing && key is not null && !_topics.Contains(key.Topic);

    private static void Note(Tally tally, StreamDifference difference, ProjectedStream? seen, List<AheadStream> isAhead)
    {
        if (difference.Kind is StreamDifferenceKind.Missing or StreamDifferenceKind.Stale)
        {
            tally.Late.Add(difference);
            return;
        }

        tally.Add(difference);
        isAhead.Add(new AheadStream(
            difference.StreamId, difference.ProjectedVersion, seen!.EventId ?? Guid.Empty, difference.WrittenVersion));
    }

    private async Task FindExtraAsync(Tally tally, AuditRun run, CancellationToken cancellationToken)
    {
        var after = string.Empty;
        while (await read.ReadAsync(tally.Projection, after, PageSize, cancellationToken) is [.., { StreamId: var last }] page)
        {
            var unknown = page.Where(stream => !_known.Contains(stream.StreamId)).ToList();
            var recorded = await FindRecordedAsync(
                unknown.Select(stream => new StreamPlace(stream.StreamId, stream.Version)), cancellationToken);
            var isAhead = new List<AheadStream>();
            foreach (var stream in unknown)
            {
                var key = recorded.GetValueOrDefault(new StreamPlace(stream.StreamId, stream.Version));
                if (StreamComparison.Of(written: null, stream, key?.EventId) is { } kind)
                {
                    Note(tally, new StreamDifference(stream.StreamId, kind, 0, stream.Version), stream, isAhead);
                }
            }

            await ahead.HoldAsync(tally.Projection, isAhead, cancellationToken);
            await WentAsync(run, page.Count, cancellationToken);
            after = last;
        }
    }

    /// <summary>
    /// What has arrived in the meantime was on its way. As long as something does, the rest may be on its way, too: a projection that is
    /// slow is late in many streams, and that is for its health to tell.
    /// </summary>
    private async Task LookAgainAsync(Tally tally, CancellationToken cancellationToken)
    {
        var late = tally.Late.ToList();
        for (var arrived = 1; late.Count > 0 && arrived > 0;)
        {
            await Task.Delay(options.SecondLook, timeProvider, cancellationToken);
            var still = await FindStillLateAsync(tally.Projection, late, cancellationToken);
            arrived = late.Count - still.Count;
            late = still;
        }

        late.ForEach(tally.Add);
        tally.Late.Clear();
    }

    private async Task<List<StreamDifference>> FindStillLateAsync(
        string projection, List<StreamDifference> late, CancellationToken cancellationToken)
    {
        var still = new List<StreamDifference>();
        foreach (var batch in late.Chunk(PageSize))
        {
            var now = (await read.FindAsync(projection, [.. batch.Select(stream => stream.StreamId)], cancellationToken))
                .ToDictionary(stream => stream.StreamId, stream => stream.Version);
            still.AddRange(batch
                .Select(stream => stream with { ProjectedVersion = now.GetValueOrDefault(stream.StreamId) })
                .Where(stream => stream.ProjectedVersion < stream.WrittenVersion));
        }

        return still;
    }

    /// <summary>A write database that was put back may have been replaced by the right one.</summary>
    private async Task LetGoAsync(string projection, CancellationToken cancellationToken)
    {
        var after = string.Empty;
        while (await read.ReadHeldAsync(projection, HoldReason.Ahead, after, PageSize, cancellationToken)
            is [.., { StreamId: var last }] page)
        {
            var recorded = await FindRecordedAsync(
                page.Select(stream => new StreamPlace(stream.StreamId, stream.Version)), cancellationToken);
            var known = page.Where(stream => recorded.TryGetValue(new StreamPlace(stream.StreamId, stream.Version), out var key)
                && key.EventId == stream.EventId).ToList();
            await read.ReleaseAsync(projection, known, cancellationToken);
            after = last;
        }
    }

    private async Task<Dictionary<StreamPlace, HistoryKey>> FindRecordedAsync(
        IEnumerable<StreamPlace> places, CancellationToken cancellationToken)
    {
        var asked = places.ToList();
        return asked.Count == 0
            ? []
            : (await history.FindAsync(asked, cancellationToken) ?? [])
                .ToDictionary(key => new StreamPlace(key.StreamId, key.StreamVersion));
    }
}
