using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Flushing;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class EfProjectionSession : IProjectionSession, IAsyncDisposable
{
    private readonly string _projection;
    private readonly DbContext _context;
    private readonly SessionTransaction _transaction;
    private readonly bool _isInTurn;
    private readonly RunningTime _time;
    private readonly PendingChanges _pending;
    private readonly Dictionary<string, ProjectionStreamRow> _streams = [];
    private readonly HeldEvents _held;

    public EfProjectionSession(
        string projection, DbContext context, IServiceProvider services, SessionTransaction transaction, bool isInTurn, RunningTime time)
    {
        (_projection, _context, Services, _transaction, _isInTurn, _time) = (projection, context, services, transaction, isInTurn, time);
        _pending = ProjectionInterceptor.Watch(context);
        _held = new HeldEvents(projection, context);
    }

    public IServiceProvider Services { get; }

    public bool IsAbandoned => _pending.Gate.IsShut;

    public Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => _time.GetAsync(cancellationToken);

    public async Task<IReadOnlyDictionary<string, StreamProgress>> LoadProgressAsync(
        IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken)
    {
        var rows = await _context.Set<ProjectionStreamRow>().OfStreams(_context, streamIds)
            .Where(row => row.Projection == _projection)
            .ToListAsync(cancellationToken);
        RefuseWithoutInterceptor();
        foreach (var row in rows)
        {
            _streams[row.StreamId] = row;
        }

        return rows.ToDictionary(row => row.StreamId, row => new StreamProgress(row.Version, row.EventId));
    }

    public Task<IReadOnlyList<HeldKey>> LoadHeldAsync(IReadOnlyCollection<StreamPlace> places, CancellationToken cancellationToken) =>
        _held.LoadAsync(places, cancellationToken);

    public Task<IReadOnlyList<HeldEvent>> LoadParkedRunAsync(StreamPlace first, int maxCount, CancellationToken cancellationToken) =>
        _held.LoadParkedRunAsync(first, maxCount, cancellationToken);

    public async Task BeginTransactionAsync(CancellationToken cancellationToken)
    {
        await _transaction.OpenAsync(cancellationToken);
        if (!_isInTurn)
        {
            await TurnLock.ShareAsync(_context, _projection, cancellationToken);
        }

        await PrefetchedRows.ReadAgainAsync(_context, _pending.Rows(), cancellationToken);
        _pending.Open();
    }

    public async Task EndEventAsync(CancellationToken cancellationToken) => await _pending.EndEventAsync(cancellationToken);

    public void Advance(string streamId, long version, Guid eventId, DateTimeOffset time)
    {
        if (!_streams.TryGetValue(streamId, out var row))
        {
            row = new ProjectionStreamRow { Projection = _projection, StreamId = streamId, FirstAppliedAt = time };
            _streams.Add(streamId, row);
            _context.Add(row);
        }

        row.Version = version;
        row.EventId = eventId;
        row.LastAppliedAt = time;
    }

    public void Hold(HeldEvent heldEvent) => _held.Hold(heldEvent);

    public void Change(HeldKey held) => _held.Change(held);

    public void Release(HeldKey held) => _held.Release(held);

    public void Abandon(Task running) => _pending.Gate.Shut(running);

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        _pending.Close();
        await _transaction.OpenAsync(cancellationToken);
        await _transaction.HurryAsync(cancellationToken);
        await BulkFlush.SaveAsync(_context, typeof(ProjectionStreamRow), cancellationToken);
        await _transaction.CommitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _pending.Dispose();
        return _transaction.DisposeAsync();
    }

    private void RefuseWithoutInterceptor()
    {
        if (!_pending.IsAsked)
        {
            throw new InvalidOperationException(
                $"{_context.GetType().Name} was made without what lets a projector's query see the changes of the events before it. "
                + "Register it with AddDbContext or AddDbContextPool, and not by a factory method of your own.");
        }
    }
}
