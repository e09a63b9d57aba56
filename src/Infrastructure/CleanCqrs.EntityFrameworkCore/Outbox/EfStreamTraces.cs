using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Idempotency;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

internal sealed class EfStreamTraces<TContext>(IServiceScopeFactory scopes, IRangeHolders holders, IDatabaseClock clock)
    : IStreamTraces
    where TContext : DbContext
{
    private const int PageSize = 10_000;
    private const int MaxCommands = 20;

    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task<StreamTrace> TraceAsync(string streamId, long? fromVersion, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var stream = context.Set<OutboxMessageRow>().AsNoTracking().Where(row => row.StreamId == streamId);
            var unpublished = stream.Where(
                row => row.Status == OutboxMessageStatus.Pending || row.Status == OutboxMessageStatus.DeadLetter);
            var rows = fromVersion is { } first
                ? await stream.Where(row => row.StreamVersion >= first).OrderBy(row => row.StreamVersion).Take(maxCount)
                    .ToListAsync(cancellationToken)
                : await stream.OrderByDescending(row => row.StreamVersion).Take(maxCount).OrderBy(row => row.StreamVersion)
                    .ToListAsync(cancellationToken);
            return new StreamTrace(
                streamId,
                rows.ConvertAll(row => row.ToTrace()),
                await unpublished.CountUpToLimitAsync(row => row.StreamVersion, cancellationToken))
            {
                LastVersion = await stream.MaxAsync(row => (long?)row.StreamVersion, cancellationToken),
                Next = (await unpublished.OrderBy(row => row.StreamVersion).FirstOrDefaultAsync(cancellationToken))?.ToTrace(),
                Relay = (await holders.ListAsync(cancellationToken))[Bucket.RangeOf(streamId)].Relay,
                Pause = await FindPauseAsync(context, streamId, cancellationToken),
                Outage = await OutboxOutageRow.FindAsync(context, clock, cancellationToken),
                EndedAt = await context.Set<OutboxEndedStreamRow>().AsNoTracking().Where(row => row.StreamId == streamId)
                    .Select(row => (long?)row.StreamVersion).SingleOrDefaultAsync(cancellationToken),
            };
        });

    public Task<StreamPlace?> FindEventAsync(Guid eventId, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var messages = context.Set<OutboxMessageRow>().AsNoTracking();
            var last = await messages.OrderByDescending(row => row.Position).Select(row => row.Position)
                .FirstOrDefaultAsync(cancellationToken);
            var lowest = Math.Max(0, last - IStreamTraces.MaxEventsSearched);
            for (var upTo = last; upTo > lowest; upTo -= PageSize)
            {
                var after = Math.Max(lowest, upTo - PageSize);
                var found = await messages
                    .Where(row => row.Position > after && row.Position <= upTo && row.EventId == eventId)
                    .Select(row => new { row.StreamId, row.StreamVersion })
                    .FirstOrDefaultAsync(cancellationToken);
                if (found is not null)
                {
                    return new StreamPlace(found.StreamId, found.StreamVersion);
                }
            }

            return null;
        });

    public Task<IReadOnlyList<CommandTrace>> FindCommandsAsync(string key, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<CommandTrace>>(async context =>
            (await context.Set<IdempotencyRow>().AsNoTracking().Where(row => row.Key == key)
                .OrderBy(row => row.CreatedAt)
                .Take(MaxCommands)
                .ToListAsync(cancellationToken)).ConvertAll(row => row.ToTrace()));

    private async Task<StreamPause?> FindPauseAsync(TContext context, string streamId, CancellationToken cancellationToken) =>
        await context.Set<OutboxBlockedStreamRow>().AsNoTracking().SingleOrDefaultAsync(row => row.StreamId == streamId, cancellationToken)
            is { } blocked
            ? new StreamPause(blocked.RetryAt - await clock.NowAsync(context, cancellationToken), blocked.Error)
            : null;
}
