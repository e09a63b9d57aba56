using System.Data.Common;
using System.Runtime.CompilerServices;
using CleanCqrs.Application.DomainEvents;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Signals;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Contexts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>
/// Makes a plain <c>SaveChanges</c> enough: before it, domain event handlers run until no event is left and every event gets an outbox row in the same save;
/// after it, the aggregates forget their events and the relay is woken. A failed save leaves the events where they were, so that it can be repeated.
/// </summary>
internal sealed class OutboxInterceptor(
    IIntegrationEventFactory events,
    IDomainEventDispatcher dispatcher,
    CommitSignal commits,
    WriteContextScopes scopes,
    TimeProvider timeProvider)
    : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private const int MaxEventsOfHandlers = 10_000;

    private readonly ConditionalWeakTable<DbContext, PendingOutboxRows> _pending = [];

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        var context = eventData.Context!;
        Undo(context);
        if (AggregatesWithEvents(context).Count > 0)
        {
            DispatchAsync(context, CancellationToken.None).GetAwaiter().GetResult();
            AddRows(context);
        }

        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var context = eventData.Context!;
        Undo(context);
        if (AggregatesWithEvents(context).Count > 0)
        {
            await DispatchAsync(context, cancellationToken);
            AddRows(context);
        }

        return result;
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Complete(eventData.Context!);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Complete(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => Undo(eventData.Context!);

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Undo(eventData.Context!);
        return Task.CompletedTask;
    }

    public override void SaveChangesCanceled(DbContextEventData eventData) => Undo(eventData.Context!);

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        Undo(eventData.Context!);
        return Task.CompletedTask;
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => WakeRelay(eventData.Context);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        WakeRelay(eventData.Context);
        return Task.CompletedTask;
    }

    private static List<EntityEntry<IAggregateRoot>> AggregatesWithEvents(DbContext context) =>
        [.. context.ChangeTracker.Entries<IAggregateRoot>().Where(entry => entry.Entity.RaisedEvents.Count > 0)];

    private static void RefuseWithoutTransaction(DbContext context)
    {
        if (context.Database.AutoTransactionBehavior == AutoTransactionBehavior.Never
            && context.Database.CurrentTransaction is null
            && System.Transactions.Transaction.Current is null)
        {
            throw new InvalidOperationException(
                $"{context.GetType().Name} saves without a transaction (AutoTransactionBehavior.Never), so an aggregate could be saved without its events. "
                + "Leave AutoTransactionBehavior at WhenNeeded, or open a transaction before SaveChanges.");
        }
    }

    private static void RefuseStaleEvents(EntityEntry<IAggregateRoot> entry)
    {
        var aggregate = entry.Entity;
        if (entry.State == EntityState.Unchanged || aggregate.RaisedEvents[^1].Version != aggregate.Version)
        {
            throw new InvalidOperationException(
                $"{aggregate.GetType().Name} {aggregate.StreamId} has raised events, but its change is no longer tracked: it was reloaded or reset after it had "
                + "raised them. Clear the change tracker, load the aggregate again and repeat the command.");
        }
    }

    private static void RefuseEndlessEvents(RaisedEvent raised, int left)
    {
        if (left == 0)
        {
            throw new InvalidOperationException(
                $"Domain event handlers have raised more than {MaxEventsOfHandlers} events in one save; the last one is {raised.Event.GetType().Name}. "
                + "Do the handlers of two domain events keep raising each other?");
        }
    }

    private async Task DispatchAsync(DbContext context, CancellationToken cancellationToken)
    {
        var dispatched = PendingOf(context).Dispatched;
        var left = AggregatesWithEvents(context).Sum(entry => entry.Entity.RaisedEvents.Count) + MaxEventsOfHandlers;
        bool foundOne;
        do
        {
            foundOne = false;
            foreach (var aggregate in AggregatesWithEvents(context).ConvertAll(entry => entry.Entity))
            {
                // Handlers may lengthen the list while it is read.
                for (var i = 0; i < aggregate.RaisedEvents.Count; i++)
                {
                    var raised = aggregate.RaisedEvents[i];
                    if (dispatched.Add(raised))
                    {
                        foundOne = true;
                        RefuseEndlessEvents(raised, left--);
                        await DispatchAsync(context, raised, dispatched, cancellationToken);
                    }
                }
            }
        }
        while (foundOne);
    }

    private async Task DispatchAsync(DbContext context, RaisedEvent raised, HashSet<RaisedEvent> dispatched, CancellationToken cancellationToken)
    {
        if (!dispatcher.HasHandlers(raised.Event))
        {
            return;
        }

        try
        {
            var scope = scopes.Find(context) ?? throw new InvalidOperationException(
                $"{raised.Event.GetType().Name} has domain event handlers, and they need the service scope of the {context.GetType().Name} that raised it. "
                + "This context was made by a factory: resolve it from a service scope instead.");
            await dispatcher.DispatchAsync(scope, raised.Event, cancellationToken);
        }
        catch
        {
            // Who repeats this save asks the handlers of this event again: a refusal must not be passed over the second time.
            dispatched.Remove(raised);
            throw;
        }
    }

    private void AddRows(DbContext context)
    {
        RefuseWithoutTransaction(context);
        var pending = PendingOf(context);
        var now = timeProvider.GetUtcNow();
        foreach (var entry in AggregatesWithEvents(context))
        {
            RefuseStaleEvents(entry);
            pending.Aggregates.Add(entry.Entity);
            foreach (var raised in entry.Entity.RaisedEvents.Where(raised => !pending.Rows.ContainsKey(raised)))
            {
                var row = OutboxRows.Of(events.Create(entry.Entity.StreamId, raised, now));
                pending.Rows.Add(raised, row);
                context.Add(row);
            }
        }
    }

    private void Complete(DbContext context)
    {
        if (FindPending(context) is not { } pending)
        {
            return;
        }

        pending.Unaccepted.AddRange(pending.Rows.Values);
        var saved = pending.Unaccepted.Count > 0;
        pending.Unaccepted.RemoveAll(row =>
        {
            var entry = context.Entry(row);
            var stillToInsert = entry.State == EntityState.Added;
            if (!stillToInsert)
            {
                entry.State = EntityState.Detached;
            }

            return !stillToInsert;
        });
        foreach (var aggregate in pending.Aggregates)
        {
            aggregate.ForgetRaisedEvents();
        }

        pending.ForgetSave();
        pending.Dispatched.Clear();
        if (saved)
        {
            pending.AwaitsCommit = true;
            if (context.Database.CurrentTransaction is null)
            {
                WakeRelay(context);
            }
        }
    }

    /// <summary>Takes the rows of a save back: when it has failed, and before the next one, since a save that is stopped before it begins reports nothing.</summary>
    private void Undo(DbContext context)
    {
        if (FindPending(context) is { } pending)
        {
            foreach (var row in pending.Rows.Values)
            {
                context.Entry(row).State = EntityState.Detached;
            }

            pending.ForgetSave();
        }
    }

    private void WakeRelay(DbContext? context)
    {
        if (context is not null && FindPending(context) is { AwaitsCommit: true } pending)
        {
            pending.AwaitsCommit = false;
            commits.Notify(new OutboxCommit());
        }
    }

    private PendingOutboxRows PendingOf(DbContext context)
    {
        if (FindPending(context) is not { } pending)
        {
            pending = new PendingOutboxRows(context.ContextId);
            _pending.AddOrUpdate(context, pending);
        }

        return pending;
    }

    /// <summary>What is known of the context in its present lease: the next user of a pooled context starts afresh.</summary>
    private PendingOutboxRows? FindPending(DbContext context) =>
        _pending.TryGetValue(context, out var pending) && pending.Lease == context.ContextId ? pending : null;
}
