using CleanCqrs.Application.Persistence;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Idempotency;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

internal sealed class EfUnitOfWork<TContext>(TContext context, OutboxInterceptor outbox) : IUnitOfWork
    where TContext : DbContext
{
    private const string ChangedFirst = "Another request changed the same data first. Load it again and repeat the request.";

    public bool HasChanges => context.ChangeTracker.HasChanges();

    public async Task SaveChangesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            if (!MayHaveHappened(exception) || !await HasHappenedAsync(cancellationToken))
            {
                ThrowConflict(exception);
                throw;
            }

            // What the database has made, such as keys, was in the answer that got lost: whatever is needed again is loaded again.
            context.ChangeTracker.Clear();
        }
    }

    public void Reset() => context.ChangeTracker.Clear();

    /// <summary>
    /// A database that has said that somebody else was faster has not committed anything, unless a strategy has repeated the save after an
    /// attempt without an answer.
    /// </summary>
    private bool MayHaveHappened(Exception exception) =>
        context.Database.CreateExecutionStrategy().RetriesOnFailure
        || !(exception is DbUpdateConcurrencyException || UniqueViolation.Find(exception) is not null);

    private async Task<bool> HasHappenedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await outbox.HasHappenedAsync(context, cancellationToken);
        }
        catch (Exception)
        {
            // The database is still away: nobody knows, and the caller hears of the first error.
            return false;
        }
    }

    private void ThrowConflict(Exception exception)
    {
        if (exception is DbUpdateConcurrencyException)
        {
            throw new ConcurrencyConflictException(ChangedFirst, exception);
        }

        if (exception is DbUpdateException update && FindConflict(update) is { } conflict)
        {
            throw new ConcurrencyConflictException(conflict, exception);
        }
    }

    /// <summary>What the database's error means, if it is about a row of ours, or about the key of a new aggregate.</summary>
    private string? FindConflict(DbUpdateException exception)
    {
        if (UniqueViolation.Find(exception) is not { } violation)
        {
            return null;
        }

        if (IsOf<IdempotencyRow>(violation))
        {
            return "Another request did the same first. Load the data again and repeat the request.";
        }

        var aggregates = context.ChangeTracker.Entries<IAggregateRoot>().ToList();
        var added = aggregates.Where(entry => entry.State == EntityState.Added).ToList();
        if (added.Exists(entry => entry.Metadata.GetTableMappings().Any(mapping => violation.IsOfPrimaryKey((ITable)mapping.Table))))
        {
            return IsTaken(added.ConvertAll(entry => entry.Entity));
        }

        if (IsOf<OutboxMessageRow>(violation))
        {
            var starting = added.ConvertAll(entry => entry.Entity).FindAll(aggregate => aggregate.RaisedEvents.Count > 0);
            return aggregates.Exists(entry => entry.State != EntityState.Added && entry.Entity.RaisedEvents.Count > 0)
                ? ChangedFirst + (starting.Count == 0 ? string.Empty : $" Or else: {IsTaken(starting)}")
                : IsTaken(starting);
        }

        return IsOf<OutboxEndedStreamRow>(violation) ? ChangedFirst : null;
    }

    private bool IsOf<TRow>(UniqueViolation violation) =>
        context.Model.FindEntityType(typeof(TRow))!.GetTableMappings().Any(mapping => violation.IsOf((ITable)mapping.Table));

    private static string IsTaken(List<IAggregateRoot> added) =>
        $"The id of {string.Join(" or ", added.Take(10).Select(aggregate => $"{aggregate.GetType().Name} {aggregate.StreamId}"))} is "
        + "taken: by the same aggregate, perhaps since a moment ago, or by one of another kind, which then needs a StreamId of its own.";
}
