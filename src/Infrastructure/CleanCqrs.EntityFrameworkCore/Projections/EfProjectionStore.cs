using System.Data;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class EfProjectionStore<TContext>(
    IServiceScopeFactory scopes, IDatabaseClock clock, TimeProvider timeProvider, RefusedWrites refused, ISessionPlace? place = null)
    : IProjectionStore
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);
    private IsolationLevel? _isolation;

    public async Task RunAsync(
        string projection,
        ProjectionTurn? turn,
        Func<IProjectionSession, CancellationToken, Task> work,
        CancellationToken cancellationToken)
    {
        await using var outer = scopes.CreateAsyncScope();
        var context = outer.ServiceProvider.GetRequiredService<TContext>();
        try
        {
            await context.Database.CreateExecutionStrategy().ExecuteAsync(
                async token =>
                {
                    await using var taken = turn is null ? null : await TurnLock.TakeAsync(context, turn, token);
                    await RunOnceAsync(projection, isInTurn: turn is not null, work, token);
                },
                cancellationToken);
            refused.OfProjections.Forget();
        }
        catch (Exception exception)
        {
            refused.OfProjections.Note(exception);
            throw;
        }
    }

    public Task<DueEvents> ReadDueAsync(string projection, int maxCount, TimeSpan longestWait, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var now = await clock.NowAsync(context, cancellationToken);
            var latest = now + longestWait;
            var retrying = context.HeldEvents(projection, HoldReason.Retrying);
            var rows = await retrying.Where(row => row.RetryAt <= now).OrderBy(row => row.RetryAt).Take(maxCount)
                .ToListAsync(cancellationToken);
            var next = await retrying.Where(row => row.RetryAt > now).OrderBy(row => row.RetryAt).Select(row => row.RetryAt)
                .FirstOrDefaultAsync(cancellationToken);
            if (next is not null && rows.Count < maxCount)
            {
                // No schedule has made such a time: a clock has been wrong.
                rows.AddRange(await retrying.Where(row => row.RetryAt > latest).OrderBy(row => row.RetryAt).Take(maxCount - rows.Count)
                    .ToListAsync(cancellationToken));
            }

            if (rows.Count == 0)
            {
                rows = await Stranded(context, projection).OrderBy(row => row.StreamId).Take(maxCount).ToListAsync(cancellationToken);
            }

            return new DueEvents(rows.ConvertAll(row => row.ToHeldEvent()), rows.Count == maxCount ? TimeSpan.Zero : next - now);
        });

    public Task<IReadOnlyList<UnreadableMessage>> KeepUnreadableAsync(
        string projection, IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<UnreadableMessage>>(async context =>
        {
            var now = await clock.NowAsync(context, cancellationToken);
            var found = messages.DistinctBy(message => message.Position).ToList();
            var kept = await FindKeptAsync(context, projection, found, cancellationToken);
            var added = found.FindAll(message => !kept.Contains(message.Position));
            context.AddRange(added.Select(message => UnreadableMessageRow.Of(projection, message, now)));
            try
            {
                await context.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException exception) when (UniqueViolation.Is(exception.InnerException))
            {
                throw new ConcurrencyConflictException(
                    $"Another instance of projection {projection} keeps one of these messages already.", exception);
            }

            return added;
        });

    private async Task RunOnceAsync(
        string projection, bool isInTurn, Func<IProjectionSession, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        EfProjectionSession? session = null;
        try
        {
            place?.Enter(scope.ServiceProvider);
            var context = scope.ServiceProvider.GetRequiredService<TContext>();
            var isolation = _isolation ??= await FindIsolationAsync(context, cancellationToken);
            session = new EfProjectionSession(
                projection,
                context,
                scope.ServiceProvider,
                new OwnTransaction(context, projection, isolation, place),
                isInTurn,
                new RunningTime(context, clock, timeProvider));
            await work(session, cancellationToken);
        }
        catch (Exception exception) when (DatabaseConflict.Find(exception) is not null)
        {
            throw new ConcurrencyConflictException(
                $"A row that projection {projection} was writing was there already, or has been changed by somebody else: "
                    + exception.GetBaseException().Message,
                exception);
        }
        finally
        {
            if (session is null or { IsAbandoned: false })
            {
                await (session?.DisposeAsync() ?? ValueTask.CompletedTask);
                await scope.DisposeAsync();
            }

            // Whoever does not end still has the services of an abandoned session in hand: a pool must not lend them to somebody else.
        }
    }

    private static async Task<IsolationLevel> FindIsolationAsync(TContext context, CancellationToken cancellationToken)
    {
        var dialect = Dialect.Find(context.Database.ProviderName);
        return dialect?.AllowsIsolation is { } query
            && await context.Database.SqlQueryRaw<int>(query).ToListAsync(cancellationToken) is not [1]
                ? IsolationLevel.RepeatableRead
                : dialect?.Isolation ?? IsolationLevel.Unspecified;
    }

    private static async Task<HashSet<LogPosition>> FindKeptAsync(
        TContext context, string projection, List<UnreadableMessage> messages, CancellationToken cancellationToken)
    {
        var kept = new HashSet<LogPosition>();
        var ours = context.Set<UnreadableMessageRow>().Where(row => row.Projection == projection);
        foreach (var log in messages.GroupBy(
            message => (message.Position.Topic, message.Position.Partition), message => message.Position.Offset))
        {
            var offsets = log.ToList();
            kept.UnionWith(await ours
                .Where(row => row.Topic == log.Key.Topic && row.LogPartition == log.Key.Partition)
                .Where(row => EF.Parameter(offsets).Contains(row.LogOffset))
                .Select(row => new LogPosition(row.Topic, row.LogPartition, row.LogOffset))
                .ToListAsync(cancellationToken));
        }

        return kept;
    }

    /// <summary>
    /// Parked events whose predecessor is applied: the one was parked while the other was being committed, and neither saw the other. They
    /// may be applied themselves by then, when they were delivered to two instances.
    /// </summary>
    private static IQueryable<HeldEventRow> Stranded(TContext context, string projection) =>
        context.HeldEvents(projection, HoldReason.Parked).Where(row => context.Set<ProjectionStreamRow>().Any(
            stream => stream.Projection == projection && stream.StreamId == row.StreamId && stream.Version >= row.StreamVersion - 1)
            && !context.Set<HeldEventRow>().Any(contested => contested.Projection == projection && contested.StreamId == row.StreamId
                && contested.StreamVersion == row.StreamVersion - 1
                && (contested.Reason == HoldReason.Collision || contested.Reason == HoldReason.Ahead)));
}
