using System.Data;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Flushing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class EfProjectionSession(string projection, DbContext context, IServiceProvider services)
    : IProjectionSession, IAsyncDisposable
{
    private readonly Dictionary<string, ProjectionStreamRow> _streams = [];
    private readonly Dictionary<(string StreamId, long Version), HeldEventRow> _held = [];
    private IDbContextTransaction? _transaction;

    public IServiceProvider Services => services;

    public async Task<IReadOnlyDictionary<string, long>> LoadVersionsAsync(
        IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken)
    {
        var rows = await context.Set<ProjectionStreamRow>().OfStreams(context, streamIds)
            .Where(row => row.Projection == projection)
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            _streams[row.StreamId] = row;
        }

        return rows.ToDictionary(row => row.StreamId, row => row.Version);
    }

    public async Task<IReadOnlyList<HeldEvent>> LoadHeldAsync(IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken)
    {
        var rows = await context.Set<HeldEventRow>().OfStreams(context, streamIds)
            .Where(row => row.Projection == projection)
            .OrderBy(row => row.StreamId).ThenBy(row => row.StreamVersion)
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            _held[(row.StreamId, row.StreamVersion)] = row;
        }

        return rows.ConvertAll(row => row.ToHeldEvent());
    }

    public async Task BeginTransactionAsync(CancellationToken cancellationToken) =>
        _transaction = await context.Database.BeginTransactionAsync(cancellationToken);

    public void Advance(string streamId, long version, DateTimeOffset time)
    {
        if (!_streams.TryGetValue(streamId, out var row))
        {
            row = new ProjectionStreamRow { Projection = projection, StreamId = streamId, FirstAppliedAt = time };
            _streams.Add(streamId, row);
            context.Add(row);
        }

        row.Version = version;
        row.LastAppliedAt = time;
    }

    public void Hold(HeldEvent heldEvent)
    {
        var key = (heldEvent.Envelope.StreamId, heldEvent.Envelope.StreamVersion);
        if (_held.TryGetValue(key, out var row))
        {
            row.Reason = heldEvent.Reason;
            row.Attempts = heldEvent.Attempts;
            row.RetryAt = heldEvent.RetryAt;
            row.Error = heldEvent.Error is { } error ? StorableText.Of(error) : null;
            row.FailedTraceParent = heldEvent.FailedTraceParent;
            return;
        }

        row = HeldEventRow.Of(projection, heldEvent);
        _held.Add(key, row);
        context.Add(row);
    }

    public void Release(HeldEvent heldEvent)
    {
        if (_held.Remove((heldEvent.Envelope.StreamId, heldEvent.Envelope.StreamVersion), out var row))
        {
            context.Remove(row);
        }
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            _transaction ??= await context.Database.BeginTransactionAsync(cancellationToken);
            await context.Database.EndTransactionWhenIdleAsync(cancellationToken);
            await BulkFlush.SaveAsync(context, typeof(ProjectionStreamRow), cancellationToken);
            await _transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (IsOvertaken(exception))
        {
            throw new ConcurrencyConflictException(
                $"Another instance of projection {projection} has moved on one of these streams.", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync();
        }
    }

    private static bool IsOvertaken(DbUpdateException exception) =>
        (exception is DbUpdateConcurrencyException || exception.InnerException is DBConcurrencyException || UniqueViolation.Is(
            exception.InnerException))
        && exception.Entries.Any(entry => entry.Entity is ProjectionStreamRow or HeldEventRow);
}
