using CleanCqrs.Application.History;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.History;

/// <summary>
/// Fetches from history what events are parked for, and puts on record what history lacks. What is on record is looked at again and again:
/// a hole that has been filled closes itself.
/// </summary>
internal sealed class StreamHealer(
    Projection projection,
    ProjectionRunner runner,
    IEventHistory history,
    IProjectionGaps gaps,
    IHistoryCheckpoints checkpoints,
    IOptionsMonitor<ProjectionOptions> options,
    TimeProvider timeProvider,
    ILogger<StreamHealer> logger)
{
    private const int MaxStreams = 100;
    private const int MaxEvents = 500;
    private static readonly TimeSpan _reportInterval = TimeSpan.FromMinutes(1);

    private readonly KeyValuePair<string, object?> _tag = new("cleancqrs.projection", projection.Name);
    private readonly GapWatch _watch = new(timeProvider);
    private readonly WalkedHistory _walked = new(projection.Name, history, checkpoints);
    private string _lastRecorded = string.Empty;
    private long? _rechecked;
    private long? _reported;
    private ProjectionHole? _unreported;

    private ProjectionOptions Options => options.Get(projection.Name);

    public async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<StreamGap> found;
        do
        {
            found = await gaps.FindAsync(projection.Name, MaxStreams, cancellationToken);
            await HealAsync(_watch.Stuck(found, Options.HealAfter), cancellationToken);
        }
        while (found.Count == MaxStreams && await HasMovedAsync(found, cancellationToken));

        if (_rechecked is null || timeProvider.GetElapsedTime(_rechecked.Value) >= Options.PollInterval)
        {
            await RecheckAsync(cancellationToken);
            _rechecked = timeProvider.GetTimestamp();
        }

        await ReportAsync(cancellationToken);
    }

    private async Task<bool> HasMovedAsync(IReadOnlyList<StreamGap> before, CancellationToken cancellationToken) =>
        !(await gaps.FindAsync(projection.Name, MaxStreams, cancellationToken)).SequenceEqual(before);

    /// <summary>Looks again at some of what is on record, at others the next time.</summary>
    private async Task RecheckAsync(CancellationToken cancellationToken)
    {
        var recorded = await gaps.ReadRecordedAsync(projection.Name, _lastRecorded, MaxStreams, cancellationToken);
        _lastRecorded = recorded.Count == MaxStreams ? recorded[^1].StreamId : string.Empty;
        var filled = recorded.Where(gap => gap.AppliedVersion >= gap.UntilVersion).Select(gap => gap.Known!).ToList();
        if (filled.Count > 0)
        {
            await gaps.CloseAsync(projection.Name, filled, cancellationToken);
            var open = filled.FindAll(hole => hole.State == HoleState.Open);
            if (open.Count > 0)
            {
                logger.HolesFilled(open.Count, projection.Name);
            }
        }

        await HealAsync([.. recorded.Where(gap => gap.AppliedVersion < gap.UntilVersion)], cancellationToken);
    }

    private async Task HealAsync(IReadOnlyList<StreamGap> stuck, CancellationToken cancellationToken)
    {
        var events = new List<EventEnvelope>();
        var unasked = new List<StreamGap>();
        foreach (var gap in stuck)
        {
            if (await history.ReadStreamAsync(gap.StreamId, gap.AppliedVersion + 1, MaxEvents, cancellationToken) is not { } stored)
            {
                unasked.AddRange(gap.Known is null ? [gap] : []);
                continue;
            }

            var plan = GapPlan.Of(gap, stored, isComplete: stored.Count < MaxEvents, timeProvider.GetUtcNow());
            await PassOverAsync(plan.PassOver, cancellationToken);
            events.AddRange(plan.Apply);
            await RecordAsync(gap, plan.Hole, cancellationToken);
            if (events.Count >= MaxEvents)
            {
                await ApplyAsync(events, cancellationToken);
            }
        }

        await ApplyAsync(events, cancellationToken);
        await RecordWhatNoWalkFindsAsync(unasked, cancellationToken);
    }

    private async Task RecordWhatNoWalkFindsAsync(List<StreamGap> unasked, CancellationToken cancellationToken)
    {
        if (unasked.Count == 0)
        {
            return;
        }

        var searched = await _walked.SearchedAsync([.. unasked.Select(gap => gap.StreamId)], cancellationToken);
        foreach (var gap in unasked.Where(gap => searched.Contains(gap.StreamId)))
        {
            await RecordAsync(gap, GapPlan.Of(gap, [], isComplete: true, timeProvider.GetUtcNow()).Hole, cancellationToken);
        }
    }

    private async Task RecordAsync(StreamGap gap, ProjectionHole? hole, CancellationToken cancellationToken)
    {
        if (hole is null || (gap.Known is { } same && same with { FoundAt = hole.FoundAt } == hole))
        {
            return;
        }

        var added = await gaps.RecordAsync(projection.Name, [hole], cancellationToken);
        if (hole.State == HoleState.Open && added.Count > 0)
        {
            _unreported ??= hole;
        }

        // Only now: what was known is never off the record, and what is awaited beyond the hole stays on it.
        if (gap.Known is { } known
            && known.FromVersion != hole.FromVersion
            && (known.State == HoleState.Open || known.ToVersion <= hole.ToVersion))
        {
            await gaps.CloseAsync(projection.Name, [known], cancellationToken);
        }
    }

    private async Task ApplyAsync(List<EventEnvelope> events, CancellationToken cancellationToken)
    {
        if (events.Count > 0)
        {
            Instruments.ProjectionHealed.Add(events.Count, _tag);
            await runner.HandleAsync([.. events], cancellationToken);
            logger.EventsFetched(projection.Name, events.Count);
            events.Clear();
        }
    }

    private async Task PassOverAsync(IReadOnlyList<DiscardedEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count > 0 && await gaps.PassOverAsync(projection.Name, events, cancellationToken) > 0)
        {
            logger.StreamPassedOver(projection.Name, events[^1].StreamId, events[^1].StreamVersion);
            runner.HeldChanged.Notify();
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var open = await gaps.CountOpenAsync(projection.Name, cancellationToken);
        Instruments.ProjectionHoles.Record(open, _tag);
        if (_unreported is { } hole && (_reported is null || timeProvider.GetElapsedTime(_reported.Value) >= _reportInterval))
        {
            logger.HolesOpen(projection.Name, open, hole.StreamId, hole.FromVersion, hole.ToVersion);
            (_unreported, _reported) = (null, timeProvider.GetTimestamp());
        }
    }
}
