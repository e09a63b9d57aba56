using CleanCqrs.Application.History;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Audit;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.History;

/// <summary>
/// Walks history behind the live events, compares it with what the projection has, and gives the runner what is missing. That is how a new
/// projection is filled, a read database that was put back or emptied becomes whole again, and what the transport has lost is found. It
/// knows nothing by heart: each round begins with what the read database says.
/// </summary>
internal sealed class HistoryFollower(
    Projection projection,
    ProjectionRunner runner,
    IProjectionStore store,
    IEventHistory history,
    IHistoryCheckpoints checkpoints,
    IProjectionGaps gaps,
    IIntegrationEventTypes types,
    AheadStreams ahead,
    AuditRequests audits,
    CatchUps catchUps,
    IOptionsMonitor<ProjectionOptions> options,
    TimeProvider timeProvider,
    ILogger<HistoryFollower> logger,
    IHistoryReaders? readers = null)
{
    private const int PageSize = 1_000;

    /// <summary>As many as a relay reads at once.</summary>
    private const int BatchSize = 500;

    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _reportInterval = TimeSpan.FromSeconds(30);

    private readonly CatchUp _catchUp = catchUps.Of(projection.Name);
    private readonly RipeHeads _heads = new(timeProvider);
    private readonly HashSet<string> _topics = [.. types.Topics];
    private readonly HistoryWitnesses _witnesses = new(history);
    private long? _reported;
    private long _reportedAt;

    /// <summary>Reads what is there, and returns when nothing is left that this instance has to look at now.</summary>
    public async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        var parts = await history.ListPartsAsync(cancellationToken);
        if (parts.Count == 0)
        {
            // Topics that nobody has created yet.
            return;
        }

        var all = await checkpoints.AcquireAsync(projection.Name, parts, _lease, cancellationToken);
        var heads = await history.FindHeadsAsync(parts, cancellationToken);
        var witness = await _witnesses.FindLastAsync(heads, cancellationToken);
        if (witness is null && history.SharesPositions && heads.Values.Max() > 0)
        {
            // It is being put back in this moment.
            return;
        }

        all = await StartAgainWhereReplacedAsync(all, heads, cancellationToken);
        await ReportAsync(all, cancellationToken);
        await NoteWhatIsDeletedAsync(all, cancellationToken);
        var limits = _heads.Limits(heads, options.Get(projection.Name).CatchUpDelay);
        var held = all.Where(part => part.IsHeld).ToList();
        var behind = BehindOf(held, heads);
        if (behind > PageSize || held.Exists(part => part is { Position: 0, IsCaughtUp: false } && heads[part.Part] > 0))
        {
            _catchUp.Begin(behind);
        }

        var isCaughtUp = await WalkAsync(held, limits, witness, cancellationToken);
        if (!_catchUp.HasLooked)
        {
            await LookAheadAsync(held, limits, heads, cancellationToken);
        }

        _catchUp.End(isCaughtUp);
    }

    public Task ReleaseAsync(CancellationToken cancellationToken) => checkpoints.ReleaseAsync(projection.Name, cancellationToken);

    /// <summary>
    /// A history that has lost the witness of a checkpoint was put back to an older state or made anew, and what it holds below the
    /// checkpoint may be another than what was seen. What has no event in history any more only an audit can find.
    /// </summary>
    private async Task<IReadOnlyList<HistoryCheckpoint>> StartAgainWhereReplacedAsync(
        IReadOnlyList<HistoryCheckpoint> all, IReadOnlyDictionary<string, long> heads, CancellationToken cancellationToken)
    {
        var replaced = await _witnesses.FindReplacedAsync(all, heads, cancellationToken);
        if (replaced.Count == 0)
        {
            return all;
        }

        logger.HistoryReplaced(projection.Name, replaced[0].Position);
        if (!Generation.IsNameOfOne(projection.Name))
        {
            audits.Ask(projection.Name);
        }

        await checkpoints.AdvanceAsync(
            projection.Name, [.. replaced.Select(part => (part, AtBegin(part)))], _lease, cancellationToken);
        return [.. all.Select(part => replaced.Contains(part) ? AtBegin(part) : part)];
    }

    private static HistoryCheckpoint AtBegin(HistoryCheckpoint part) =>
        part with { Position = 0, EventPosition = 0, EventId = null, IsCaughtUp = false };

    private async Task NoteWhatIsDeletedAsync(IReadOnlyList<HistoryCheckpoint> all, CancellationToken cancellationToken)
    {
        var deleted = await history.FindDeletedAsync([.. all.Select(part => part.Part)], cancellationToken);
        var lost = all.Where(part => part.Position < deleted.GetValueOrDefault(part.Part)).ToList();
        if (lost.Count == 0)
        {
            return;
        }

        var (seen, upTo) = (lost.Min(part => part.Position), lost.Max(part => deleted[part.Part]));
        var hole = new ProjectionHole(string.Empty, seen + 1, upTo, HoleState.Open, timeProvider.GetUtcNow());
        if ((await gaps.RecordAsync(projection.Name, [hole], cancellationToken)).Count > 0)
        {
            logger.HistoryWasDeleted(projection.Name, seen, upTo);
        }
    }

    /// <returns>Whether everything was seen.</returns>
    private async Task<bool> WalkAsync(
        List<HistoryCheckpoint> held,
        IReadOnlyDictionary<string, long> limits,
        HistoryKey? witness,
        CancellationToken cancellationToken)
    {
        var stopped = new HashSet<string>();
        while (true)
        {
            // Those that are furthest behind first: where they reach the others, one read serves all.
            var open = held.Where(part => !stopped.Contains(part.Part)
                && (part.Position < limits[part.Part] || !part.IsCaughtUp)).ToList();
            if (open.Count == 0)
            {
                return stopped.Count == 0;
            }

            var (after, upTo) = open.Min(part => (part.Position, limits[part.Part]));
            var group = open.FindAll(part => (part.Position, limits[part.Part]) == (after, upTo));
            if (await ReadPageAsync(group, after, Math.Max(after, upTo), witness, cancellationToken) is not { } page)
            {
                return false;
            }

            held = held.ConvertAll(part => page.Reached.FirstOrDefault(moved => moved.Part == part.Part) ?? part);
            stopped.UnionWith(page.Stopped);
            await PauseAsync(cancellationToken);
            if (timeProvider.GetElapsedTime(_reportedAt) >= _reportInterval)
            {
                await ReportAsync(await checkpoints.ReadAsync(projection.Name, cancellationToken), cancellationToken);
            }
        }
    }

    private Task PauseAsync(CancellationToken cancellationToken) => Generation.IsNameOfOne(projection.Name)
        ? Task.Delay(options.Get(projection.Name).RebuildPause, timeProvider, cancellationToken)
        : Task.CompletedTask;

    /// <summary>
    /// Brings what lies beyond the limits, too, without moving a checkpoint there: at the start nobody should have to wait.
    /// </summary>
    private async Task LookAheadAsync(
        List<HistoryCheckpoint> held,
        IReadOnlyDictionary<string, long> limits,
        IReadOnlyDictionary<string, long> heads,
        CancellationToken cancellationToken)
    {
        foreach (var group in held.GroupBy(part => (After: limits[part.Part], UpTo: heads[part.Part])))
        {
            var (after, upTo) = group.Key;
            var parts = group.Select(part => part.Part).ToList();
            while (after < upTo)
            {
                var keys = await history.ReadKeysAsync(parts, after, upTo, PageSize, cancellationToken);
                var published = keys.Where(key => key.State == HistoryState.Published).ToList();
                _catchUp.Went(keys.Count, await HealAsync(published, cancellationToken), 0);
                after = keys.Count < PageSize ? upTo : keys[^1].Position;
            }
        }
    }

    /// <returns>The page, or nothing when somebody else has moved the checkpoints.</returns>
    private async Task<HistoryPage?> ReadPageAsync(
        List<HistoryCheckpoint> group, long after, long upTo, HistoryKey? witness, CancellationToken cancellationToken)
    {
        var keys = upTo > after
            ? await history.ReadKeysAsync([.. group.Select(part => part.Part)], after, upTo, PageSize, cancellationToken)
            : [];
        var page = HistoryPage.Of(group, keys, PageSize, upTo, witness);
        var healed = await HealAsync(page.Published, cancellationToken);
        if (page.Awaited.Count > 0)
        {
            await gaps.RecordAsync(projection.Name, HistoryPage.AwaitedIn(page.Awaited, timeProvider.GetUtcNow()), cancellationToken);
        }

        var moves = group.Zip(page.Reached).Where(move => move.First != move.Second).ToList();
        var moved = await checkpoints.AdvanceAsync(projection.Name, moves, _lease, cancellationToken);
        _catchUp.Went(keys.Count, healed, page.Reached.Sum(part => history.EstimateEvents(part.Position, upTo)));
        return moved ? page : null;
    }

    private async Task<int> HealAsync(IReadOnlyList<HistoryKey> published, CancellationToken cancellationToken)
    {
        var healed = 0;
        foreach (var batch in published.Where(key => _topics.Contains(key.Topic)).Chunk(BatchSize))
        {
            IReadOnlyDictionary<string, StreamProgress> progress = new Dictionary<string, StreamProgress>();
            var streams = batch.Select(key => key.StreamId).Distinct().ToList();
            await store.RunAsync(
                projection.Name,
                turn: null,
                async (session, token) => progress = await session.LoadProgressAsync(streams, token),
                cancellationToken);
            await ahead.HoldIfUnknownAsync(projection.Name, HistoryPage.BeyondIn(batch, progress), cancellationToken);
            var missing = HistoryPage.MissingIn(batch, progress);
            if (missing.Count > 0)
            {
                await runner.HandleAsync(await history.ReadEventsAsync(missing, cancellationToken), cancellationToken);
                healed += missing.Count;
            }
        }

        return healed;
    }

    /// <summary>Tells retention how far all parts are read, whoever reads them.</summary>
    private async Task ReportAsync(IReadOnlyList<HistoryCheckpoint> all, CancellationToken cancellationToken)
    {
        var lowest = all.Select(part => part.Position).DefaultIfEmpty().Min();
        if (lowest == _reported && timeProvider.GetElapsedTime(_reportedAt) < _reportInterval)
        {
            return;
        }

        if (readers is not null)
        {
            await readers.ReportAsync(projection.Name, lowest, cancellationToken);
        }

        (_reported, _reportedAt) = (lowest, timeProvider.GetTimestamp());
    }

    private long BehindOf(List<HistoryCheckpoint> held, IReadOnlyDictionary<string, long> limits) =>
        held.Sum(part => history.EstimateEvents(part.Position, limits[part.Part]));
}
