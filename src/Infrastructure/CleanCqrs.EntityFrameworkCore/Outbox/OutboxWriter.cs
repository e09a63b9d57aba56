using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Contexts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>
/// Gives every event an outbox row in the same save. After the save the aggregates forget their events, and after the commit the relay is
/// woken. A failed save leaves the events where they were, so that it can be repeated.
/// </summary>
internal sealed class OutboxWriter(IIntegrationEventFactory events, CommitSignal commits, TimeProvider timeProvider)
{
    private readonly ContextNotes<PendingOutboxRows> _pending = new();

    public async Task AddRowsAsync(DbContext context, CancellationToken cancellationToken)
    {
        RefuseWithoutTransaction(context);
        var pending = _pending.Find(context) ?? _pending.Set(context, new());
        pending.IsCommittedBySave = IsCommittedBySave(context);
        var now = timeProvider.GetUtcNow();
        foreach (var entry in context.AggregatesWithEvents())
        {
            RefuseStaleEvents(entry);
            pending.Aggregates.Add(entry.Entity);
            foreach (var raised in entry.Entity.RaisedEvents)
            {
                if (!pending.Rows.ContainsKey(raised))
                {
                    var row = OutboxMessageRow.Of(events.Create(entry.Entity.StreamId, raised, now));
                    pending.Rows.Add(raised, row);
                    context.Add(row);
                }
            }
        }

        pending.Ends.AddRange(await EndedStreams.AddRowsAsync(context, cancellationToken));
    }

    /// <summary>The places of the events that the save under way adds; made only for who reads them, since few saves have a key.</summary>
    public IEnumerable<StreamPlace> PlacesIn(DbContext context) => _pending.Find(context) is { } pending
        ? pending.Rows.Values.Take(CommandTrace.MaxEvents).Select(row => new StreamPlace(row.StreamId, row.StreamVersion))
        : [];

    /// <summary>
    /// Takes the rows of a save back: when it has failed, and before the next one, since a save that is stopped before it begins reports
    /// nothing.
    /// </summary>
    public void Undo(DbContext context)
    {
        if (_pending.Find(context) is { } pending)
        {
            pending.Failed = null;
            Detach(context, pending);
        }
    }

    /// <summary>
    /// Takes the rows of a save back, but remembers one of them: it tells whether the save has failed. It may be told so twice.
    /// </summary>
    public void Fail(DbContext context)
    {
        if (_pending.Find(context) is { } pending)
        {
            if (pending.Rows.Count > 0 && pending.IsCommittedBySave)
            {
                pending.Failed = new FailedSave(pending.Rows.Values.First(), [.. pending.Aggregates]);
            }

            Detach(context, pending);
        }
    }

    /// <summary>
    /// Whether the last save of a context has happened, though an error came instead of an answer: the connection was lost when the commit
    /// was under way, and a strategy that repeats the save has met its own rows.
    /// </summary>
    public async Task<bool> HasHappenedAsync(DbContext context, CancellationToken cancellationToken)
    {
        // Not every error is reported to interceptors: a conflict that the count of rows shows is not.
        Fail(context);
        if (_pending.Find(context) is not { Failed: { } failed } pending
            || !await context.Set<OutboxMessageRow>().AsNoTracking().AnyAsync(
                row => row.StreamId == failed.Row.StreamId
                    && row.StreamVersion == failed.Row.StreamVersion
                    && row.EventId == failed.Row.EventId,
                cancellationToken))
        {
            return false;
        }

        pending.Failed = null;
        foreach (var aggregate in failed.Aggregates)
        {
            aggregate.ForgetRaisedEvents();
        }

        commits.Notify(new OutboxCommit());
        return true;
    }

    public void Complete(DbContext context)
    {
        if (_pending.Find(context) is not { } pending)
        {
            return;
        }

        using var pause = new DetectionPause(context);
        pending.Unaccepted.AddRange(pending.AllRows);
        var saved = pending.Unaccepted.Count > 0;
        pending.Unaccepted.RemoveAll(row =>
        {
            var entry = context.Entry(row);
            var stillToSave = entry.State is EntityState.Added or EntityState.Modified;
            if (!stillToSave)
            {
                entry.State = EntityState.Detached;
            }

            return !stillToSave;
        });
        foreach (var aggregate in pending.Aggregates)
        {
            aggregate.ForgetRaisedEvents();
        }

        pending.ForgetSave();
        if (saved)
        {
            pending.AwaitsCommit = true;
            if (context.Database.CurrentTransaction is null)
            {
                WakeRelay(context);
            }
        }
    }

    /// <summary>Wakes the relay if rows of this context have been committed.</summary>
    public void WakeRelay(DbContext context)
    {
        if (_pending.Find(context) is { AwaitsCommit: true } pending)
        {
            pending.AwaitsCommit = false;
            commits.Notify(new OutboxCommit());
        }
    }

    private static void Detach(DbContext context, PendingOutboxRows pending)
    {
        foreach (var row in pending.AllRows)
        {
            // The search for changes in the row, which comes with this, makes Entity Framework forget the position that the database had
            // given it in a save that has failed.
            context.Entry(row).State = EntityState.Detached;
        }

        pending.ForgetSave();
    }

    /// <summary>Otherwise the transaction is somebody else's, who will hear himself what becomes of it.</summary>
    private static bool IsCommittedBySave(DbContext context) =>
        context.Database.CurrentTransaction is null && System.Transactions.Transaction.Current is null;

    private static void RefuseWithoutTransaction(DbContext context)
    {
        if (context.Database.AutoTransactionBehavior == AutoTransactionBehavior.Never
            && context.Database.CurrentTransaction is null
            && System.Transactions.Transaction.Current is null)
        {
            throw new InvalidOperationException(
                $"{context.GetType().Name} saves without a transaction (AutoTransactionBehavior.Never), so an aggregate could be saved "
                + "without its events. Leave AutoTransactionBehavior at WhenNeeded, or open a transaction before SaveChanges.");
        }
    }

    private static void RefuseStaleEvents(EntityEntry<IAggregateRoot> entry)
    {
        var aggregate = entry.Entity;
        if (entry.State == EntityState.Unchanged || aggregate.RaisedEvents[^1].Version != aggregate.Version)
        {
            throw new InvalidOperationException(
                $"{aggregate.GetType().Name} {aggregate.StreamId} has raised events, but its change is no longer tracked: it was reloaded "
                + "or reset after it had raised them. Clear the change tracker, load the aggregate again and repeat the command.");
        }
    }
}
