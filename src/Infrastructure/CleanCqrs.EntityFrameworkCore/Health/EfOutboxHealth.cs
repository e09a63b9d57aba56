using CleanCqrs.Application.Health;
using CleanCqrs.Application.Outbox;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Leases;
using CleanCqrs.EntityFrameworkCore.Outbox;
using CleanCqrs.EntityFrameworkCore.Refusals;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Health;

internal sealed class EfOutboxHealth<TContext>(IServiceScopeFactory scopes, IDatabaseClock clock, RefusedWrites refused)
    : IOutboxHealth
    where TContext : DbContext
{
    private const int NoRange = LeaseState.NoRange;

    private readonly ContextPerCall<TContext> _contexts = new(scopes);
    private LeaseStatements? _leases;

    public Task<OutboxSample> SampleAsync(CancellationToken cancellationToken) => _contexts.RunAsync(async context =>
    {
        var messages = context.Set<OutboxMessageRow>().AsNoTracking();
        var pending = messages.Where(row => row.Status == OutboxMessageStatus.Pending);
        var now = await clock.NowAsync(context, cancellationToken);
        var oldest = await pending.OrderBy(row => row.Position)
            .Select(row => new { row.Position, row.OccurredAt })
            .FirstOrDefaultAsync(cancellationToken);
        var leases = await context.Database.SqlQueryRaw<LeaseState>(StatementsFor(context).Read).ToListAsync(cancellationToken);
        return new OutboxSample(
            await pending.CountUpToLimitAsync(row => row.Status, cancellationToken),
            await messages.Where(row => row.Status == OutboxMessageStatus.DeadLetter)
                .CountUpToLimitAsync(row => row.Status, cancellationToken),
            await context.Set<OutboxBlockedStreamRow>().CountUpToLimitAsync(row => row.StreamId, cancellationToken),
            await messages.OrderByDescending(row => row.Position).Select(row => row.Position).FirstOrDefaultAsync(cancellationToken),
            oldest?.Position,
            now - oldest?.OccurredAt,
            await OutboxOutageRow.FindAsync(context, clock, cancellationToken),
            [.. Enumerable.Range(0, Bucket.RangeCount).Except(
                leases.Where(lease => lease is { Owner: not null, Expired: 0 }).Select(lease => lease.Range))]);
    });

    public async Task TryWritingAsync(CancellationToken cancellationToken)
    {
        await WriteRefusal.TryAsync(() => _contexts.RunAsync(
            context => context.Set<OutboxLeaseRow>()
                .Where(row => row.BucketRange == NoRange)
                .ExecuteUpdateAsync(row => row.SetProperty(lease => lease.Epoch, lease => lease.Epoch), cancellationToken)));
        refused.OfCommands.Throw();
    }

    private LeaseStatements StatementsFor(TContext context) => _leases ??= new LeaseStatements(context);
}
