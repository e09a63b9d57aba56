using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;

namespace CleanCqrs.Simulation.Stores;

/// <summary>
/// One unit of work under snapshot isolation: it reads the database as it was when its transaction began, and of two that write the same
/// row the first one to commit wins. Versions and held events are read before that, as Entity Framework Core does.
/// </summary>
internal sealed class SimulatedProjectionSession(
    string projection,
    ReadDatabase database,
    bool isInTurn,
    IStoreCalls calls,
    Func<SimulatedProjectionSession, IServiceProvider> services) : IProjectionSession, IDisposable
{
    private readonly int _incarnation = database.Incarnation;
    private readonly Dictionary<string, StoredStream> _loaded = [];
    private readonly Dictionary<string, StoredStream> _advanced = [];
    private readonly HeldChanges _held = new();
    private readonly Dictionary<string, Func<object>> _rows = [];
    private ReadState? _snapshot;
    private IDisposable? _share;
    private bool _knowsTime;
    private bool _isAbandoned;

    public IServiceProvider Services => field ??= services(this);

    public string Projection => projection;

    /// <summary>A planted defect: whether it saves whatever others have changed.</summary>
    public bool OverwritesOthers { get; init; }

    public async Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken)
    {
        if (!_knowsTime)
        {
            await CallAsync("ask for the time", () => _knowsTime = true, cancellationToken);
        }

        return database.Now;
    }

    public Task<IReadOnlyDictionary<string, StreamProgress>> LoadProgressAsync(
        IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyDictionary<string, StreamProgress>>(
            "load progress",
            () =>
            {
                var progress = new Dictionary<string, StreamProgress>();
                foreach (var streamId in streamIds)
                {
                    if (Visible.Positions.TryGetValue(new StreamKey(projection, streamId), out var stream))
                    {
                        _loaded[streamId] = stream;
                        progress.Add(streamId, new StreamProgress(stream.Position.Version, stream.EventId));
                    }
                }

                return progress;
            },
            cancellationToken);

    public Task<IReadOnlyList<HeldKey>> LoadHeldAsync(IReadOnlyCollection<StreamPlace> places, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<HeldKey>>(
            "load held",
            () =>
            {
                var keys = places.Select(Find).OfType<HeldEvent>().Select(held => held.Key)
                    .OrderBy(held => held.StreamId, StringComparer.Ordinal).ThenBy(held => held.StreamVersion).ToList();
                keys.ForEach(_held.Know);
                return keys;
            },
            cancellationToken);

    public Task<IReadOnlyList<HeldEvent>> LoadParkedRunAsync(StreamPlace first, int maxCount, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<HeldEvent>>(
            "load parked run",
            () =>
            {
                var run = new List<HeldEvent>();
                while (run.Count < maxCount
                    && Find(first with { Version = first.Version + run.Count }) is { Reason: HoldReason.Parked } held)
                {
                    run.Add(held);
                    _held.Know(held.Key);
                }

                return run;
            },
            cancellationToken);

    public Task BeginTransactionAsync(CancellationToken cancellationToken) => CallAsync(
        "begin transaction",
        () =>
        {
            if (!isInTurn && (_share = database.Turns.TryTake(projection, isShared: true, calls)) is null)
            {
                throw new ConcurrencyConflictException($"It is the turn of another batch of projection {projection}.");
            }

            return _snapshot = database.State;
        },
        cancellationToken);

    public Task EndEventAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads a row of the read model, with what this unit has changed.</summary>
    public Task<object?> FindAsync(string key, CancellationToken cancellationToken) =>
        _rows.TryGetValue(key, out var changed)
            ? Task.FromResult<object?>(changed())
            : CallAsync($"read {key}", () => Visible.Rows.GetValueOrDefault(key), cancellationToken);

    /// <summary>Writes a row of the read model; what it is then, is asked when it is saved.</summary>
    public void Put(string key, Func<object> row) => _rows[key] = row;

    public void Advance(string streamId, long version, Guid eventId, DateTimeOffset time)
    {
        var first = _loaded.TryGetValue(streamId, out var loaded) ? loaded.Position.FirstAppliedAt : time;
        _advanced[streamId] = new StoredStream(new StreamPosition(streamId, version, first, time), eventId);
    }

    public void Hold(HeldEvent heldEvent) => _held.Hold(heldEvent);

    public void Change(HeldKey held) => _held.Change(held);

    public void Release(HeldKey held) => _held.Release(held);

    public void Abandon(Task running)
    {
        _isAbandoned = true;
        Dispose();
    }

    public Task CommitAsync(CancellationToken cancellationToken) => CallAsync("commit", Commit, cancellationToken);

    public void Dispose() => _share?.Dispose();

    private ReadState Visible => _snapshot ?? database.State;

    private HeldEvent? Find(StreamPlace place) =>
        Visible.Held.GetValueOrDefault(new HeldPlace(projection, place.StreamId, place.Version));

    private Task<T> CallAsync<T>(string call, Func<T> effect, CancellationToken cancellationToken) => calls.CallAsync(
        call,
        () => _isAbandoned ? throw new InvalidOperationException($"{call}: the session was abandoned, and its transaction rolled back")
            : database.Incarnation != _incarnation
                ? throw new SimulatedFaultException($"{call}: the connection is gone, since the database was put back")
                : effect(),
        cancellationToken);

    private bool Commit()
    {
        var (current, snapshot) = (database.State, _snapshot ?? database.State);
        var (positions, held, rows) = (current.Positions.ToBuilder(), current.Held.ToBuilder(), current.Rows.ToBuilder());
        foreach (var (streamId, stream) in _advanced)
        {
            var key = new StreamKey(projection, streamId);
            Require(ReferenceEquals(current.Positions.GetValueOrDefault(key), _loaded.GetValueOrDefault(streamId)), key);
            positions[key] = stream;
        }

        foreach (var (place, wasStored, change) in _held.All)
        {
            var key = new HeldPlace(projection, place.StreamId, place.Version);
            var stored = current.Held.GetValueOrDefault(key);
            Require(wasStored == stored is not null && ReferenceEquals(stored, snapshot.Held.GetValueOrDefault(key)), key);
            if (wasStored && stored is null)
            {
                continue;
            }

            if (change(stored) is { } changed)
            {
                held[key] = changed;
            }
            else
            {
                held.Remove(key);
            }
        }

        foreach (var (key, row) in _rows)
        {
            Require(ReferenceEquals(current.Rows.GetValueOrDefault(key), snapshot.Rows.GetValueOrDefault(key)), key);
            rows[key] = row();
        }

        database.Commit(
            projection,
            current with { Positions = positions.ToImmutable(), Held = held.ToImmutable(), Rows = rows.ToImmutable() });
        return true;
    }

    private void Require(bool isUnchanged, object row)
    {
        if (!isUnchanged && !OverwritesOthers)
        {
            throw new ConcurrencyConflictException($"The row {row} that projection {projection} was writing has been changed by another.");
        }
    }
}
