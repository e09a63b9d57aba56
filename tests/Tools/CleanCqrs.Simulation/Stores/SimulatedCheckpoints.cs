using CleanCqrs.Application.History;
using CleanCqrs.EntityFrameworkCore.History;

namespace CleanCqrs.Simulation.Stores;

/// <summary>The checkpoints of one instance, as Entity Framework Core keeps them: the same statements, the same shares.</summary>
internal sealed class SimulatedCheckpoints(ReadDatabase database, string self, IStoreCalls calls) : IHistoryCheckpoints
{
    public async Task<IReadOnlyList<HistoryCheckpoint>> AcquireAsync(
        string projection, IReadOnlyCollection<string> parts, TimeSpan lease, CancellationToken cancellationToken)
    {
        await calls.CallAsync("follower's heartbeat", () => Renew(projection, lease), cancellationToken);
        var rows = await calls.CallAsync("read checkpoints", () => ReadRows(projection), cancellationToken);
        var missing = parts.Except(rows.Select(row => row.Part)).OfType<string>().ToList();
        if (missing.Count > 0)
        {
            rows = await calls.CallAsync("add checkpoints", () => AddMissing(projection, missing), cancellationToken);
        }

        var share = PartShare.Of(self, rows, _ => false);
        foreach (var part in share.Surplus)
        {
            await calls.CallAsync(
                $"give up part {part}",
                () => Change(projection, part, stored => stored.Owner == self, stored => stored with { Owner = null }),
                cancellationToken);
        }

        var held = share.Held.ToHashSet();
        foreach (var part in share.Take)
        {
            if (await calls.CallAsync($"take part {part}", () => Take(projection, part, lease), cancellationToken))
            {
                held.Add(part);
            }
        }

        return [.. rows.Where(row => row.Part is not null).Select(row => CheckpointOf(row, held.Contains(row.Part!)))];
    }

    public Task<bool> AdvanceAsync(
        string projection,
        IReadOnlyCollection<(HistoryCheckpoint From, HistoryCheckpoint To)> moves,
        TimeSpan lease,
        CancellationToken cancellationToken) => moves.Count == 0
        ? Task.FromResult(true)
        : calls.CallAsync("move checkpoints", () => moves.Count(move => Move(projection, move, lease)) == moves.Count, cancellationToken);

    public Task ReleaseAsync(string projection, CancellationToken cancellationToken) => calls.CallAsync(
        "release parts",
        () =>
        {
            ForEachOwn(projection, stored => stored with { Owner = null });
            database.Change(state => state with { Followers = state.Followers.Remove(new FollowerKey(projection, self)) });
            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<HistoryCheckpoint>> ReadAsync(string projection, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<HistoryCheckpoint>>(
            "read checkpoints",
            () => [.. ReadRows(projection).Where(row => row.Part is not null).Select(row => CheckpointOf(row, row.Owner == self))],
            cancellationToken);

    public Task<IReadOnlyList<string>> ListProjectionsAsync(CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<string>>(
            "list projections",
            () => [.. database.State.Parts.Keys.Select(key => key.Projection).Distinct().Order(StringComparer.Ordinal)],
            cancellationToken);

    public Task<bool> TakeOverAsync(string projection, string formerly, CancellationToken cancellationToken) =>
        calls.CallAsync("take over", () => FormerRows.TakeOver(database, projection, formerly), cancellationToken);

    private bool Renew(string projection, TimeSpan lease)
    {
        var until = database.Now + lease;
        database.Change(state => state with { Followers = state.Followers.SetItem(new FollowerKey(projection, self), until) });
        ForEachOwn(projection, stored => stored with { ExpiresAt = until });
        return true;
    }

    private List<PartRow> AddMissing(string projection, List<string> missing)
    {
        foreach (var part in missing.Where(part => !database.State.Parts.ContainsKey(new PartKey(projection, part))))
        {
            database.Change(state => state with
            {
                Parts = state.Parts.Add(
                    new PartKey(projection, part),
                    new StoredPart(0, 0, null, IsCaughtUp: false, Owner: null, DateTimeOffset.UnixEpoch)),
            });
        }

        return ReadRows(projection);
    }

    private bool Take(string projection, string part, TimeSpan lease) => Change(
        projection,
        part,
        stored => stored.Owner is null || stored.ExpiresAt <= database.Now,
        stored => stored with { Owner = self, ExpiresAt = database.Now + lease });

    private bool Move(string projection, (HistoryCheckpoint From, HistoryCheckpoint To) move, TimeSpan lease) => Change(
        projection,
        move.To.Part,
        stored => stored.Owner == self && stored.Position == move.From.Position,
        stored => stored with
        {
            Position = move.To.Position,
            EventPosition = move.To.EventPosition,
            EventId = move.To.EventId,
            IsCaughtUp = move.To.IsCaughtUp,
            ExpiresAt = database.Now + lease,
        });

    private bool Change(string projection, string part, Func<StoredPart, bool> isMeant, Func<StoredPart, StoredPart> change)
    {
        var key = new PartKey(projection, part);
        if (!database.State.Parts.TryGetValue(key, out var stored) || !isMeant(stored))
        {
            return false;
        }

        database.Change(state => state with { Parts = state.Parts.SetItem(key, change(stored)) });
        return true;
    }

    private void ForEachOwn(string projection, Func<StoredPart, StoredPart> change)
    {
        foreach (var key in database.State.Parts.Keys.Where(key => key.Projection == projection).ToList())
        {
            Change(projection, key.Part, stored => stored.Owner == self, change);
        }
    }

    private List<PartRow> ReadRows(string projection) =>
    [
        .. database.State.Parts.Where(part => part.Key.Projection == projection)
            .OrderBy(part => part.Key.Part, StringComparer.Ordinal)
            .Select(part => new PartRow
            {
                Part = part.Key.Part,
                Position = part.Value.Position,
                EventPosition = part.Value.EventPosition,
                EventId = part.Value.EventId,
                CaughtUp = part.Value.IsCaughtUp ? 1 : 0,
                Owner = part.Value.Owner,
                Expired = part.Value.ExpiresAt <= database.Now ? 1 : 0,
            }),
        .. database.State.Followers.Where(follower => follower.Key.Projection == projection)
            .OrderBy(follower => follower.Key.Owner, StringComparer.Ordinal)
            .Select(follower => new PartRow { Owner = follower.Key.Owner, Expired = follower.Value <= database.Now ? 1 : 0 }),
    ];

    private static HistoryCheckpoint CheckpointOf(PartRow row, bool isHeld) =>
        new(row.Part!, row.Position, row.EventPosition, row.EventId, row.CaughtUp == 1, isHeld);
}
