using CleanCqrs.Application.History;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static System.Globalization.CultureInfo;

namespace CleanCqrs.EntityFrameworkCore.History;

/// <summary>
/// The history in the outbox. Its parts are the bucket ranges, which share one row of positions: whatever the number of ranges, one walk
/// along the primary key reads them.
/// </summary>
internal sealed class EfEventHistory<TContext>(IServiceScopeFactory scopes) : IEventHistory
    where TContext : DbContext
{
    private static readonly string[] _parts = [.. Enumerable.Range(0, Bucket.RangeCount).Select(NameOf)];

    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public bool SharesPositions => true;

    public Task<IReadOnlyList<string>> ListPartsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(_parts);

    public Task<IReadOnlyDictionary<string, long>> FindHeadsAsync(
        IReadOnlyCollection<string> parts, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyDictionary<string, long>>(async context =>
        {
            var head = await context.Set<OutboxMessageRow>().AsNoTracking()
                .OrderByDescending(row => row.Position)
                .Select(row => row.Position)
                .FirstOrDefaultAsync(cancellationToken);
            return parts.ToDictionary(part => part, _ => head);
        });

    public Task<IReadOnlyDictionary<string, long>> FindDeletedAsync(
        IReadOnlyCollection<string> parts, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyDictionary<string, long>>(async context =>
        {
            var deleted = await context.Set<OutboxHistoryReaderRow>().AsNoTracking()
                .Where(row => row.Name == OutboxHistoryReaderRow.Retention)
                .Select(row => row.Position)
                .SingleOrDefaultAsync(cancellationToken);
            return parts.ToDictionary(part => part, _ => deleted);
        });

    public long EstimateEvents(long after, long upTo) =>
        upTo <= after ? 0 : Math.Max(1, (upTo - after) / Bucket.RangeCount);

    public Task<IReadOnlyList<HistoryKey>> ReadKeysAsync(
        IReadOnlyCollection<string> parts, long after, long upTo, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<HistoryKey>>(async context =>
        {
            var rows = context.Set<OutboxMessageRow>().AsNoTracking().Where(row => row.Position > after && row.Position <= upTo);
            if (parts.Count < Bucket.RangeCount)
            {
                var buckets = parts.SelectMany(part => Enumerable.Range(RangeOf(part) * Bucket.RangeSize, Bucket.RangeSize)).ToList();
                rows = rows.Where(row => buckets.Contains(row.Bucket));
            }

            return await KeysOfAsync(context, rows.OrderBy(row => row.Position).Take(maxCount), cancellationToken);
        });

    public Task<IReadOnlyList<EventEnvelope>> ReadEventsAsync(
        IReadOnlyCollection<HistoryKey> keys, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<EventEnvelope>>(async context =>
        {
            var positions = keys.Select(key => key.Position).ToList();
            var rows = await context.Set<OutboxMessageRow>().AsNoTracking()
                .Where(row => EF.Parameter(positions).Contains(row.Position) && row.Status == OutboxMessageStatus.Published)
                .OrderBy(row => row.Position)
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => row.ToMessage().Envelope);
        });

    public Task<IReadOnlyList<HistoryKey>?> FindAsync(IReadOnlyCollection<StreamPlace> places, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<HistoryKey>?>(
            async context => await KeysOfAsync(context, OutboxPlaces.At(context, places), cancellationToken));

    public Task<IReadOnlyList<HistoricEvent>?> ReadStreamAsync(
        string streamId, long fromVersion, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<HistoricEvent>?>(async context =>
        {
            var blocked = await context.Set<OutboxBlockedStreamRow>().AsNoTracking()
                .Where(row => row.StreamId == streamId)
                .Select(row => row.StreamId)
                .ToListAsync(cancellationToken);
            var rows = await context.Set<OutboxMessageRow>().AsNoTracking()
                .Where(row => row.StreamId == streamId && row.StreamVersion >= fromVersion)
                .OrderBy(row => row.StreamVersion)
                .Take(maxCount)
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => new HistoricEvent(row.ToMessage().Envelope, StateOf(row.Status, blocked.Count > 0)));
        });

    private static async Task<IReadOnlyList<HistoryKey>> KeysOfAsync(
        TContext context, IQueryable<OutboxMessageRow> rows, CancellationToken cancellationToken)
    {
        var blocked = context.Set<OutboxBlockedStreamRow>();
        var keys = await rows
            .Select(row => new
            {
                row.Position,
                row.Bucket,
                row.StreamId,
                row.StreamVersion,
                row.EventId,
                row.Topic,
                row.Status,
                IsBlocked = row.Status == OutboxMessageStatus.Pending && blocked.Any(stream => stream.StreamId == row.StreamId),
            })
            .ToListAsync(cancellationToken);
        return keys.ConvertAll(row => new HistoryKey(
            NameOf(row.Bucket / Bucket.RangeSize),
            row.Position,
            row.StreamId,
            row.StreamVersion,
            row.EventId,
            row.Topic,
            StateOf(row.Status, row.IsBlocked)));
    }

    private static HistoryState StateOf(OutboxMessageStatus status, bool isBlocked) => status switch
    {
        OutboxMessageStatus.Published => HistoryState.Published,
        OutboxMessageStatus.Pending when !isBlocked => HistoryState.Pending,
        _ => HistoryState.Blocked,
    };

    private static string NameOf(int range) => range.ToString(InvariantCulture);

    private static int RangeOf(string part) => int.Parse(part, InvariantCulture);
}
