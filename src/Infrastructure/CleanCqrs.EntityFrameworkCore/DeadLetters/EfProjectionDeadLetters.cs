using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trail = CleanCqrs.EntityFrameworkCore.DeadLetters.ActionTrail<CleanCqrs.EntityFrameworkCore.DeadLetters.ProjectionActionRow>;

namespace CleanCqrs.EntityFrameworkCore.DeadLetters;

/// <summary>The events that projections could not apply, and the messages that they could not read.</summary>
internal sealed class EfProjectionDeadLetters<TContext>(IServiceScopeFactory scopes, IDatabaseClock clock) : IDeadLetterStore
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public IReadOnlyCollection<DeadLetterKind> Kinds { get; } = [DeadLetterKind.Failed, DeadLetterKind.Unreadable];

    public Task<IReadOnlyList<DeadLetter>> ListAsync(
        DeadLetterKind kind,
        string source,
        DeadLetterFilter filter,
        DeadLetterId? after,
        int maxCount,
        CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<DeadLetter>>(async context => kind == DeadLetterKind.Failed
            ? (await FailedEvents.InOrder(FailedEvents.Of(context, source, filter), after).Take(maxCount).ToListAsync(cancellationToken))
                .ConvertAll(FailedEvents.ToDeadLetter)
            : (await KeptMessages.InOrder(KeptMessages.Of(context, source, filter), after).Take(maxCount).ToListAsync(cancellationToken))
                .ConvertAll(KeptMessages.ToDeadLetter));

    public Task<IReadOnlyList<DeadLetterId>> ListIdsAsync(
        DeadLetterKind kind,
        string source,
        DeadLetterFilter filter,
        DeadLetterId? after,
        int maxCount,
        CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<DeadLetterId>>(async context =>
        {
            var rows = await FailedEvents.InOrder(FailedEvents.Of(context, source, filter), after).Take(maxCount)
                .Select(row => new { row.StreamId, row.StreamVersion })
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => DeadLetterId.Failed(source, row.StreamId, row.StreamVersion));
        });

    public Task<DeadLetter?> FindAsync(DeadLetterId id, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context => id.Position is null
            ? await FailedEvents.At(context, id).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } held
                ? FailedEvents.ToDeadLetter(held)
                : null
            : await KeptMessages.At(context, id).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } kept
                ? KeptMessages.ToDeadLetter(kept)
                : null);

    public Task<IReadOnlyList<DeadLetterGroup>> GroupAsync(
        DeadLetterKind kind, string source, DeadLetterFilter filter, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            if (kind == DeadLetterKind.Unreadable)
            {
                var errors = await KeptMessages.InOrder(KeptMessages.Of(context, source, filter), after: null).Take(maxCount)
                    .Select(row => row.Error.Substring(0, ErrorLines.Length))
                    .ToListAsync(cancellationToken);
                return ErrorLines.Group(kind, source, errors.Select(error => ((string?)null, (string?)error)));
            }

            var letters = await FailedEvents.InOrder(FailedEvents.Of(context, source, filter), after: null).Take(maxCount)
                .Select(row => new { row.EventType, Error = row.Error!.Substring(0, ErrorLines.Length) })
                .ToListAsync(cancellationToken);
            return ErrorLines.Group(kind, source, letters.Select(row => ((string?)row.EventType, (string?)row.Error)));
        });

    public Task<int> RedriveAsync(
        string source, IReadOnlyCollection<DeadLetterId> ids, string by, string? request, CancellationToken cancellationToken) =>
        InTransactionAsync(async (context, now) =>
        {
            var streams = ids.Select(id => id.StreamId!).Distinct().ToList();
            var wanted = ids.ToLookup(id => id.StreamId!, id => id.StreamVersion);
            var failed = await context.Set<HeldEventRow>().OfStreams(context, streams).AsNoTracking()
                .Where(row => row.Projection == source && row.Reason == HoldReason.DeadLetter)
                .Select(row => new { row.StreamId, row.StreamVersion, row.EventId })
                .ToListAsync(cancellationToken);
            var due = failed.FindAll(row => wanted[row.StreamId].Any(version => version == 0 || version == row.StreamVersion));
            if (due.Count == 0)
            {
                return 0;
            }

            var redriven = await context.Set<HeldEventRow>().OfStreams(context, [.. due.Select(row => row.StreamId).Distinct()])
                .Where(row => row.Projection == source && row.Reason == HoldReason.DeadLetter)
                .ExecuteUpdateAsync(
                    row => row
                        .SetProperty(held => held.Reason, HoldReason.Retrying)
                        .SetProperty(held => held.RetryAt, now)
                        .SetProperty(held => held.Attempts, 0),
                    cancellationToken);
            if (request is null)
            {
                due.ForEach(row => Trail.AddRedrive(
                    context, now, by, DeadLetterId.Failed(source, row.StreamId, row.StreamVersion), row.EventId));
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
            if (id.Position is not null)
            {
                if (await KeptMessages.At(context, id).SingleOrDefaultAsync(cancellationToken) is not { } kept)
                {
                    return false;
                }

                context.Remove(kept);
                Trail.AddDiscard(context, now, by, reason, KeptMessages.ToDeadLetter(kept));
            }
            else
            {
                if (await FailedEvents.At(context, id).SingleOrDefaultAsync(cancellationToken) is not { } held)
                {
                    return false;
                }

                context.Remove(held);
                await StreamGoesOn.BehindAsync(
                    context,
                    id.Source,
                    new DiscardedEvent(id.StreamId!, id.StreamVersion, held.EventId, by, reason),
                    now,
                    cancellationToken);
                Trail.AddDiscard(context, now, by, reason, FailedEvents.ToDeadLetter(held));
            }

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

    /// <summary>A projector may be at work on the same stream: who comes second looks again.</summary>
    private Task<T> InTransactionAsync<T>(Func<TContext, DateTimeOffset, Task<T>> work, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => StreamGoesOn.RepeatOnConflictAsync(context, async () =>
        {
            var now = await clock.NowAsync(context, cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var result = await work(context, now);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }));
}
