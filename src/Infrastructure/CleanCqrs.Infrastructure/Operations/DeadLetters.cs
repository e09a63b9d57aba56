using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Signals;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Operations;

internal sealed class DeadLetters(
    IEnumerable<IDeadLetterStore> stores,
    IEnumerable<Projection> local,
    CommitSignal commits,
    IOptions<OperationsOptions> options,
    TimeProvider timeProvider,
    ILogger<DeadLetters> logger) : IDeadLetters
{
    private const int BatchSize = 500;

    /// <summary>Between two batches, for whoever else writes: SQLite has one writer at a time.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan _reportInterval = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<IDeadLetterStore> _stores = [.. stores];

    public async Task<DeadLetterPage> ListAsync(
        DeadLetterFilter filter, DeadLetterId? after, int pageSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        var items = new List<DeadLetter>();
        foreach (var shelf in ShelvesFrom(filter, after))
        {
            var start = after?.Kind == shelf.Kind && after.Source == shelf.Source ? after : null;
            items.AddRange(await shelf.Store.ListAsync(
                shelf.Kind, shelf.Source, filter, start, pageSize + 1 - items.Count, cancellationToken));
            if (items.Count > pageSize)
            {
                items.RemoveAt(pageSize);
                return new DeadLetterPage(items, items[^1].Id);
            }
        }

        return new DeadLetterPage(items, null);
    }

    public Task<DeadLetter?> FindAsync(DeadLetterId id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return StoreOf(id) is { } store ? store.FindAsync(id, cancellationToken) : Task.FromResult<DeadLetter?>(null);
    }

    public async Task<DeadLetterGroups> GroupAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (groups, isComplete) = (new List<DeadLetterGroup>(), true);
        foreach (var shelf in ShelvesOf(filter))
        {
            var found = await shelf.Store.GroupAsync(shelf.Kind, shelf.Source, filter, OutboxStatus.CountLimit, cancellationToken);
            isComplete &= found.Sum(group => group.Count) < OutboxStatus.CountLimit;
            groups.AddRange(found);
        }

        return new DeadLetterGroups([.. groups.OrderByDescending(group => group.Count)], isComplete);
    }

    public Task<DeadLetterOutcome> RedriveAsync(DeadLetterId id, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        return ActAsync(
            id,
            async store => id.Position is null && await store.RedriveAsync(id.Source, [id], by, request: null, cancellationToken) > 0,
            cancellationToken);
    }

    public Task<DeadLetterOutcome> RedriveAsync(string source, string streamId, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(streamId);
        return RedriveAsync(
            source == DeadLetter.OutboxSource ? DeadLetterId.Refused(streamId, 0) : DeadLetterId.Failed(source, streamId, 0),
            by,
            cancellationToken);
    }

    public Task<DeadLetterOutcome> DiscardAsync(DeadLetterId id, string by, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return ActAsync(id, store => store.DiscardAsync(id, by, reason, cancellationToken), cancellationToken);
    }

    public async Task<long> RedriveAllAsync(
        DeadLetterFilter filter, string by, IProgress<RedriveProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        var shelves = ShelvesOf(filter).Where(shelf => shelf.Kind != DeadLetterKind.Unreadable).ToList();
        var (redriven, expected) = (0L, 0L);
        foreach (var shelf in shelves)
        {
            var groups = await shelf.Store.GroupAsync(shelf.Kind, shelf.Source, filter, OutboxStatus.CountLimit, cancellationToken);
            expected += groups.Sum(group => group.Count);
        }

        Report();
        logger.RedriveBegins(expected, filter);
        var reportedAt = timeProvider.GetTimestamp();
        try
        {
            foreach (var shelf in shelves)
            {
                await RedriveAsync(shelf);
            }
        }
        finally
        {
            logger.RedriveEnded(redriven, expected);
        }

        return redriven;

        async Task RedriveAsync(Shelf shelf)
        {
            IReadOnlyList<DeadLetterId> ids;
            DeadLetterId? after = null;
            do
            {
                ids = await shelf.Store.ListIdsAsync(shelf.Kind, shelf.Source, filter, after, BatchSize, cancellationToken);
                if (ids.Count == 0)
                {
                    return;
                }

                redriven += await shelf.Store.RedriveAsync(shelf.Source, ids, by, filter.ToString(), cancellationToken);
                Wake(ids[0]);
                Report();
                after = ids[^1];
                if (timeProvider.GetElapsedTime(reportedAt) >= _reportInterval)
                {
                    logger.RedriveProgress(redriven, expected);
                    reportedAt = timeProvider.GetTimestamp();
                }

                await Task.Delay(_pause, timeProvider, cancellationToken);
            }
            while (ids.Count == BatchSize);
        }

        void Report() => progress?.Report(new RedriveProgress(redriven, expected));
    }

    private async Task<DeadLetterOutcome> ActAsync(
        DeadLetterId id, Func<IDeadLetterStore, Task<bool>> act, CancellationToken cancellationToken)
    {
        if (StoreOf(id) is not { } store)
        {
            return new DeadLetterOutcome(false);
        }

        if (!await act(store))
        {
            return new DeadLetterOutcome(false, await store.FindLastActionAsync(id, cancellationToken));
        }

        Wake(id);
        return DeadLetterOutcome.Done;
    }

    private void Wake(DeadLetterId id) =>
        commits.Notify(id.Kind == DeadLetterKind.Refused ? new OutboxCommit() : new RedriveCommit(id.Source));

    private IDeadLetterStore? StoreOf(DeadLetterId id) =>
        id.Kind == DeadLetterKind.Refused || IsKnown(id.Source) ? StoreOf(id.Kind) : null;

    private IDeadLetterStore? StoreOf(DeadLetterKind kind) => _stores.FirstOrDefault(store => store.Kinds.Contains(kind));

    private IEnumerable<string> Projections => options.Value.Projections.Union(local.Select(projection => projection.Name));

    /// <summary>A generation of a projection that is being built holds its own, and is spoken of only where it is named.</summary>
    private bool IsKnown(string source) => Projections.Contains(source)
        || (Generation.IsNameOfOne(source) && Projections.Any(
            name => source.StartsWith(name + Generation.Separator, StringComparison.Ordinal)));

    /// <summary>Where what is meant can be held, in the order of the list.</summary>
    private IEnumerable<Shelf> ShelvesOf(DeadLetterFilter filter)
    {
        foreach (var kind in Enum.GetValues<DeadLetterKind>())
        {
            if ((filter.Kinds.Count > 0 && !filter.Kinds.Contains(kind))
                || (kind == DeadLetterKind.Unreadable && (filter.EventType ?? filter.StreamId) is not null)
                || StoreOf(kind) is not { } store)
            {
                continue;
            }

            foreach (var source in SourcesOf(kind, filter.Source))
            {
                yield return new Shelf(store, kind, source);
            }
        }
    }

    private IEnumerable<string> SourcesOf(DeadLetterKind kind, string? source) => (kind, source) switch
    {
        (DeadLetterKind.Refused, null or DeadLetter.OutboxSource) => [DeadLetter.OutboxSource],
        (DeadLetterKind.Refused, _) => [],
        (_, null) => Projections,
        _ => IsKnown(source) ? [source] : [],
    };

    private IEnumerable<Shelf> ShelvesFrom(DeadLetterFilter filter, DeadLetterId? after)
    {
        var shelves = ShelvesOf(filter).ToList();
        if (after is null)
        {
            return shelves;
        }

        var start = shelves.FindIndex(shelf => shelf.Kind == after.Kind && shelf.Source == after.Source);
        return start >= 0 ? shelves.Skip(start) : shelves.Where(shelf => shelf.Kind > after.Kind);
    }

    private sealed record Shelf(IDeadLetterStore Store, DeadLetterKind Kind, string Source);
}
