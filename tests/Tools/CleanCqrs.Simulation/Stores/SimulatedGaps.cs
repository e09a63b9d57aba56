using CleanCqrs.Application.Projections;

namespace CleanCqrs.Simulation.Stores;

/// <summary>What a projection lacks, and what is on record of that.</summary>
internal sealed class SimulatedGaps(ReadDatabase database, IStoreCalls calls) : IProjectionGaps, IProjectionHoles
{
    public Task<IReadOnlyList<StreamGap>> FindAsync(string projection, int maxCount, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<StreamGap>>("find gaps", () => Find(projection, maxCount), cancellationToken);

    public Task<IReadOnlyList<StreamGap>> ReadRecordedAsync(
        string projection, string afterStreamId, int maxCount, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<StreamGap>>(
            "read holes",
            () =>
            [
                .. database.State.HolesOf(projection)
                    .Where(hole => hole.State != HoleState.Accepted && string.CompareOrdinal(hole.StreamId, afterStreamId) > 0)
                    .Take(maxCount)
                    .Select(hole => new StreamGap(
                        hole.StreamId, database.State.VersionOf(projection, hole.StreamId), hole.ToVersion, hole)),
            ],
            cancellationToken);

    public Task<IReadOnlyList<ProjectionHole>> RecordAsync(
        string projection, IReadOnlyCollection<ProjectionHole> holes, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<ProjectionHole>>(
            "record holes", () => [.. holes.Where(hole => Record(projection, hole)).ToList()], cancellationToken);

    public Task<int> CloseAsync(
        string projection, IReadOnlyCollection<ProjectionHole> holes, CancellationToken cancellationToken) => calls.CallAsync(
        "close holes",
        () =>
        {
            var closed = holes.Where(hole => database.State.Holes.GetValueOrDefault(KeyOf(projection, hole)) is
            { State: not HoleState.Accepted } stored && stored.ToVersion <= hole.ToVersion)
                .Select(hole => KeyOf(projection, hole)).ToList();
            database.Change(state => state with { Holes = state.Holes.RemoveRange(closed) });
            return closed.Count;
        },
        cancellationToken);

    public Task<long> CountOpenAsync(string projection, CancellationToken cancellationToken) => calls.CallAsync(
        "count holes",
        () => database.State.HolesOf(projection).LongCount(hole => hole.State == HoleState.Open),
        cancellationToken);

    public Task<IReadOnlyList<ProjectionHole>> ListAsync(
        string projection, HoleState state, int maxCount, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<ProjectionHole>>(
            "list holes",
            () => [.. database.State.HolesOf(projection).Where(hole => hole.State == state).Take(maxCount)],
            cancellationToken);

    public Task<bool> AcceptAsync(string projection, string streamId, string by, string reason, CancellationToken cancellationToken) =>
        calls.CallAsync($"accept holes of {streamId}", () => Accept(projection, streamId, by, reason), cancellationToken);

    public Task<int> AcceptAllAsync(string projection, string by, string reason, CancellationToken cancellationToken) => calls.CallAsync(
        "accept all holes",
        () => database.State.HolesOf(projection).Where(hole => hole.State == HoleState.Open).ToList()
            .Count(hole => Accept(projection, hole.StreamId, by, reason)),
        cancellationToken);

    public Task<int> PassOverAsync(
        string projection, IReadOnlyCollection<DiscardedEvent> events, CancellationToken cancellationToken) => calls.CallAsync(
        "pass over discarded events", () => events.Count(given => PassOver(projection, given)), cancellationToken);

    private static HoleKey KeyOf(string projection, ProjectionHole hole) => new(projection, hole.StreamId, hole.FromVersion);

    /// <summary>Where the first version of a stream that is held is parked, and not the next one to be applied.</summary>
    private List<StreamGap> Find(string projection, int maxCount)
    {
        var state = database.State;
        var recorded = state.HolesOf(projection).Where(hole => hole.State != HoleState.Accepted).Select(hole => hole.StreamId).ToHashSet();
        return
        [
            .. state.Held.Where(held => held.Key.Projection == projection && !recorded.Contains(held.Key.StreamId))
                .GroupBy(held => held.Key.StreamId, (_, stream) => stream.MinBy(held => held.Key.Version))
                .Where(first => first.Value.Reason == HoldReason.Parked)
                .Select(first => new StreamGap(
                    first.Key.StreamId, state.VersionOf(projection, first.Key.StreamId), first.Key.Version - 1))
                .Where(gap => gap.UntilVersion > gap.AppliedVersion)
                .OrderBy(gap => gap.StreamId, StringComparer.Ordinal)
                .Take(maxCount),
        ];
    }

    /// <returns>Whether that was not on record.</returns>
    private bool Record(string projection, ProjectionHole hole)
    {
        var stored = database.State.Holes.GetValueOrDefault(KeyOf(projection, hole));
        if (stored is { State: HoleState.Accepted })
        {
            return false;
        }

        var toVersion = hole.State == HoleState.Awaited ? Math.Max(stored?.ToVersion ?? 0, hole.ToVersion) : hole.ToVersion;
        var changed = (stored ?? hole) with { State = hole.State, ToVersion = toVersion };
        database.Change(state => state with { Holes = state.Holes.SetItem(KeyOf(projection, hole), changed) });
        return stored?.State != hole.State;
    }

    private bool PassOver(string projection, DiscardedEvent given)
    {
        var key = new StreamKey(projection, given.StreamId);
        if (database.State.VersionOf(projection, given.StreamId) + 1 != given.StreamVersion
            || database.State.Held.Keys.Any(held => held.Projection == projection
                && held.StreamId == given.StreamId
                && held.Version == given.StreamVersion))
        {
            return false;
        }

        var now = database.Now;
        var hole = new ProjectionHole(given.StreamId, given.StreamVersion, given.StreamVersion, HoleState.Accepted, now)
        {
            AcceptedAt = now,
            AcceptedBy = given.By,
            Reason = given.Reason,
        };
        database.Change(state => state with
        {
            Holes = state.Holes.SetItem(KeyOf(projection, hole), hole),
            Positions = state.Positions.SetItem(key, new StoredStream(
                new StreamPosition(
                    given.StreamId, given.StreamVersion, state.Positions.GetValueOrDefault(key)?.Position.FirstAppliedAt ?? now, now),
                given.EventId)),
        });
        return true;
    }

    private bool Accept(string projection, string streamId, string by, string reason)
    {
        var open = database.State.HolesOf(projection).Where(hole => hole.StreamId == streamId && hole.State == HoleState.Open).ToList();
        if (open.Count == 0)
        {
            return false;
        }

        var (now, key, last) = (database.Now, new StreamKey(projection, streamId), open.Max(hole => hole.ToVersion));
        database.Change(state => state with
        {
            Holes = state.Holes.SetItems(open.Select(hole => KeyValuePair.Create(
                KeyOf(projection, hole),
                hole with { State = HoleState.Accepted, AcceptedAt = now, AcceptedBy = by, Reason = reason }))),
            Positions = streamId.Length == 0 || state.VersionOf(projection, streamId) >= last
                ? state.Positions
                : state.Positions.SetItem(key, new StoredStream(
                    new StreamPosition(streamId, last, state.Positions.GetValueOrDefault(key)?.Position.FirstAppliedAt ?? now, now), null)),
        });
        return true;
    }
}
