using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Dialects;

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
    private readonly Dictionary<string, StreamPosition> _loaded = [];
    private readonly Dictionary<string, StreamPosition> _advanced = [];
    private readonly Dictionary<HeldKey, HeldEvent> _loadedHeld = [];
    private readonly Dictionary<HeldKey, HeldEvent?> _changedHeld = [];
    private readonly Dictionary<string, Func<object>> _rows = [];
    private ReadState? _snapshot;
    private IDisposable? _share;

    public IServiceProvider Services => field ??= services(this);

    public string Projection => projection;

    /// <summary>A planted defect: whether it saves whatever others have changed.</summary>
    public bool OverwritesOthers { get; init; }

    public Task<IReadOnlyDictionary<string, long>> LoadVersionsAsync(
        IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyDictionary<string, long>>(
            "load versions",
            () =>
            {
                foreach (var streamId in streamIds)
                {
                    if (Visible.Positions.TryGetValue(new StreamKey(projection, streamId), out var position))
                    {
                        _loaded[streamId] = position;
                    }
                }

                return _loaded.Values.Where(position => streamIds.Contains(position.StreamId))
                    .ToDictionary(position => position.StreamId, position => position.Version);
            },
            cancellationToken);

    public Task<IReadOnlyList<HeldEvent>> LoadHeldAsync(IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<HeldEvent>>(
            "load held",
            () =>
            {
                var held = Visible.Held.Where(item => item.Key.Projection == projection && streamIds.Contains(item.Key.StreamId))
                    .OrderBy(item => item.Key.StreamId, StringComparer.Ordinal).ThenBy(item => item.Key.Version)
                    .ToList();
                held.ForEach(item => _loadedHeld[item.Key] = item.Value);
                return held.ConvertAll(item => item.Value);
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

    public void Advance(string streamId, long version, DateTimeOffset time) => _advanced[streamId] =
        new StreamPosition(streamId, version, _loaded.TryGetValue(streamId, out var loaded) ? loaded.FirstAppliedAt : time, time);

    public void Hold(HeldEvent heldEvent) => _changedHeld[KeyOf(heldEvent)] =
        heldEvent.Error is { } error ? heldEvent with { Error = StorableText.Of(error) } : heldEvent;

    public void Release(HeldEvent heldEvent) => _changedHeld[KeyOf(heldEvent)] = null;

    public Task CommitAsync(CancellationToken cancellationToken) => CallAsync("commit", Commit, cancellationToken);

    public void Dispose() => _share?.Dispose();

    private ReadState Visible => _snapshot ?? database.State;

    private Task<T> CallAsync<T>(string call, Func<T> effect, CancellationToken cancellationToken) => calls.CallAsync(
        call,
        () => database.Incarnation == _incarnation
            ? effect()
            : throw new SimulatedFaultException($"{call}: the connection is gone, since the database was put back"),
        cancellationToken);

    private HeldKey KeyOf(HeldEvent held) => new(projection, held.Envelope.StreamId, held.Envelope.StreamVersion);

    private bool Commit()
    {
        var (current, snapshot) = (database.State, _snapshot ?? database.State);
        var (positions, held, rows) = (current.Positions.ToBuilder(), current.Held.ToBuilder(), current.Rows.ToBuilder());
        foreach (var (streamId, position) in _advanced)
        {
            var key = new StreamKey(projection, streamId);
            Require(ReferenceEquals(current.Positions.GetValueOrDefault(key), _loaded.GetValueOrDefault(streamId)), key);
            positions[key] = position;
        }

        foreach (var (key, change) in _changedHeld)
        {
            var isKnown = _loadedHeld.ContainsKey(key);
            var stored = current.Held.GetValueOrDefault(key);
            Require(isKnown == stored is not null && ReferenceEquals(stored, snapshot.Held.GetValueOrDefault(key)), key);
            if (change is null)
            {
                held.Remove(key);
            }
            else
            {
                // The envelope of a row that is there already is not written again.
                held[key] = stored is null ? change : change with { Envelope = stored.Envelope, HeldSince = stored.HeldSince };
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
