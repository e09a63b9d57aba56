using CleanCqrs.Application.Operations;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trail = CleanCqrs.EntityFrameworkCore.DeadLetters.ActionTrail<CleanCqrs.EntityFrameworkCore.DeadLetters.OutboxActionRow>;

namespace CleanCqrs.EntityFrameworkCore.DeadLetters;

/// <summary>The messages that the transport has refused. A stream has one at most, since what comes behind it waits.</summary>
internal sealed class EfOutboxDeadLetters<TContext>(IServiceScopeFactory scopes, IDatabaseClock clock) : IDeadLetterStore
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public IReadOnlyCollection<DeadLetterKind> Kinds { get; } = [DeadLetterKind.Refused];

    public Task<IReadOnlyList<DeadLetter>> ListAsync(
        DeadLetterKind kind,
        string source,
        DeadLetterFilter filter,
        DeadLetterId? after,
        int maxCount,
        CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<DeadLetter>>(async context =>
        {
            var rows = await InOrder(Refused(context, filter), after).Take(maxCount).ToListAsync(cancellationToken);
            return rows.ConvertAll(ToDeadLetter);
        });

    public Task<IReadOnlyList<DeadLetterId>> ListIdsAsync(
        DeadLetterKind kind,
        string source,
        DeadLetterFilter filter,
        DeadLetterId? after,
        int maxCount,
        CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<DeadLetterId>>(async context =>
        {
            var rows = await InOrder(Refused(context, filter), after).Take(maxCount)
                .Select(row => new { row.StreamId, row.StreamVersion })
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => DeadLetterId.Refused(row.StreamId, row.StreamVersion));
        });

    public Task<DeadLetter?> FindAsync(DeadLetterId id, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => FindAsync(context, id, cancellationToken));

    public Task<IReadOnlyList<DeadLetterGroup>> GroupAsync(
        DeadLetterKind kind, string source, DeadLetterFilter filter, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var letters = await InOrder(Refused(context, filter), after: null).Take(maxCount)
                .Select(row => new { row.EventType, Error = row.Error!.Substring(0, ErrorLines.Length) })
                .ToListAsync(cancellationToken);
            return ErrorLines.Group(kind, source, letters.Select(row => ((string?)row.EventType, (string?)row.Error)));
        });

    public Task<int> RedriveAsync(
        string source, IReadOnlyCollection<DeadLetterId> ids, string by, string? request, CancellationToken cancellationToken) =>
        InTransactionAsync(async (context, now) =>
        {
            var streams = ids.Select(id => id.StreamId!).Distinct().ToList();
            var refused = await context.Set<OutboxMessageRow>().OfStreams(context, streams).AsNoTracking()
                .Where(row => row.Status == OutboxMessageStatus.DeadLetter)
                .Select(row => new { row.Position, row.StreamId, row.StreamVersion, row.EventId })
                .ToListAsync(cancellationToken);
            var wanted = ids.ToLookup(id => id.StreamId!, id => id.StreamVersion);
            var due = refused.FindAll(row => wanted[row.StreamId].Any(version => version == 0 || version == row.StreamVersion));
            if (due.Count == 0)
            {
                return 0;
            }

            var positions = due.ConvertAll(row => row.Position);
            var redriven = await context.Set<OutboxMessageRow>()
                .Where(row => EF.Parameter(positions).Contains(row.Position) && row.Status == OutboxMessageStatus.DeadLetter)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(message => message.Status, OutboxMessageStatus.Pending)
                        .SetProperty(message => message.Attempts, 0),
                    cancellationToken);
            await UnblockAsync(context, due.ConvertAll(row => row.StreamId), cancellationToken);
            if (request is null)
            {
                due.ForEach(row => Trail.AddRedrive(
                    context, now, by, DeadLetterId.Refused(row.StreamId, row.StreamVersion), row.EventId));
            }
            else
            {
                Trail.AddRedrives(context, now, by, source, request, redriven);
            }

            await context.SaveChangesAsync(cancellationToken);
            return redriven;
        }, cancellationToken);

    public Task<bool> DiscardAsync(DeadLetterId id, string by, string reason, CancellationToken cancellationToken) =>
        InTransactionAsync(async (context, now) =>
        {
            if (await FindAsync(context, id, cancellationToken) is not { } letter
                || await context.Set<OutboxMessageRow>()
                    .Where(row => row.StreamId == id.StreamId
                        && row.StreamVersion == id.StreamVersion
                        && row.Status == OutboxMessageStatus.DeadLetter)
                    .ExecuteUpdateAsync(
                        row => row.SetProperty(message => message.Status, OutboxMessageStatus.Discarded)
                            .SetProperty(message => message.PublishedAt, now),
                        cancellationToken) == 0)
            {
                return false;
            }

            await UnblockAsync(context, [id.StreamId!], cancellationToken);
            Trail.AddDiscard(context, now, by, reason, letter);
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }, cancellationToken);

    public Task<IReadOnlyList<StoredAction>> ListActionsAsync(long before, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => Trail.ListAsync(context, before, maxCount, cancellationToken));

    public Task<OperatorAction?> FindLastActionAsync(DeadLetterId id, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => Trail.FindLastAsync(context, id, cancellationToken));

    public Task<int> DeleteActionsAsync(TimeSpan age, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context => await Trail.DeleteAsync(
            context, await clock.NowAsync(context, cancellationToken) - age, maxCount, cancellationToken));

    private static IQueryable<OutboxMessageRow> Refused(TContext context, DeadLetterFilter filter)
    {
        var rows = context.Set<OutboxMessageRow>().AsNoTracking().Where(row => row.Status == OutboxMessageStatus.DeadLetter);
        rows = filter.EventType is { } type ? rows.Where(row => row.EventType == type) : rows;
        rows = filter.Error is { } error ? rows.Where(row => row.Error!.Contains(error)) : rows;
        rows = filter.StreamId is { } stream ? rows.Where(row => row.StreamId == stream) : rows;
        rows = filter.From is { } from ? rows.Where(row => row.OccurredAt >= from) : rows;
        return filter.To is { } to ? rows.Where(row => row.OccurredAt < to) : rows;
    }

    private static IQueryable<OutboxMessageRow> InOrder(IQueryable<OutboxMessageRow> rows, DeadLetterId? after)
    {
        if (after is not null)
        {
            var (stream, version) = (after.StreamId, after.StreamVersion);
            rows = rows.Where(row => row.StreamId.CompareTo(stream) >= 0
                && (row.StreamId.CompareTo(stream) > 0 || row.StreamVersion > version));
        }

        return rows.OrderBy(row => row.StreamId).ThenBy(row => row.StreamVersion);
    }

    private static DeadLetter ToDeadLetter(OutboxMessageRow row) =>
        new(DeadLetterId.Refused(row.StreamId, row.StreamVersion), row.OccurredAt, row.Attempts, row.Error)
        {
            Envelope = row.ToMessage().Envelope,
        };

    private static async Task<DeadLetter?> FindAsync(TContext context, DeadLetterId id, CancellationToken cancellationToken) =>
        await context.Set<OutboxMessageRow>().AsNoTracking()
            .SingleOrDefaultAsync(
                row => row.StreamId == id.StreamId
                    && row.StreamVersion == id.StreamVersion
                    && row.Status == OutboxMessageStatus.DeadLetter,
                cancellationToken) is { } row
            ? ToDeadLetter(row)
            : null;

    /// <summary>
    /// Streams that wait behind a dead letter which is none any more. One that has got another in this moment, from a relay that offered a
    /// message redriven by somebody else, stays blocked.
    /// </summary>
    private static Task<int> UnblockAsync(TContext context, List<string> streams, CancellationToken cancellationToken) =>
        context.Set<OutboxBlockedStreamRow>().OfStreams(context, streams)
            .Where(row => row.RetryAt == null && !context.Set<OutboxMessageRow>().Any(
                message => message.StreamId == row.StreamId && message.Status == OutboxMessageStatus.DeadLetter))
            .ExecuteDeleteAsync(cancellationToken);

    private Task<T> InTransactionAsync<T>(Func<TContext, DateTimeOffset, Task<T>> work, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            var now = await clock.NowAsync(context, cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var result = await work(context, now);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }));
}
