using CleanCqrs.Application.Commands;
using CleanCqrs.Application.DomainEvents;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Contexts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>
/// Runs domain event handlers until no event is left: handlers may raise events themselves, and send commands, which join the save.
/// </summary>
internal sealed class DomainEventLoop(IDomainEventDispatcher dispatcher, WriteContextScopes scopes, EndedStreams endedStreams)
{
    private const int MaxEventsOfHandlers = 10_000;

    /// <summary>Events whose handlers have run: they do not run again when a failed save is repeated.</summary>
    private readonly ContextNotes<HashSet<RaisedEvent>> _dispatched = new();

    public async Task RunAsync(DbContext context, CancellationToken cancellationToken)
    {
        var dispatched = _dispatched.Find(context) ?? _dispatched.Set(context, new(ReferenceEqualityComparer.Instance));
        var raising = context.AggregatesWithEvents();
        var left = raising.Sum(static entry => entry.Entity.RaisedEvents.Count) + MaxEventsOfHandlers;
        while (true)
        {
            raising.ForEach(StreamIdentity.Check);
            await endedStreams.ContinueAsync(context, raising, cancellationToken);
            var wasHandled = false;
            foreach (var aggregate in raising.ConvertAll(static entry => entry.Entity))
            {
                // Handlers may lengthen the list while it is read.
                for (var i = 0; i < aggregate.RaisedEvents.Count; i++)
                {
                    var raised = aggregate.RaisedEvents[i];
                    if (dispatched.Add(raised))
                    {
                        RefuseEndlessEvents(raised, left--);
                        wasHandled |= await DispatchAsync(context, raised, dispatched, cancellationToken);
                    }
                }
            }

            if (!wasHandled)
            {
                return;
            }

            // What handlers have changed, and what they have raised.
            context.DetectOnce();
            raising = context.AggregatesWithEvents();
        }
    }

    /// <summary>
    /// A handler of a command that saves by itself would commit one half of it: what fails after that, or runs again after a conflict,
    /// could not be taken back.
    /// </summary>
    public void RefuseToSaveHalf(DbContext context)
    {
        if (context.Database.CurrentTransaction is null && UnitOf(context) is { IsHandling: true })
        {
            throw new InvalidOperationException(
                $"A handler calls SaveChanges of {context.GetType().Name} while its command is running. What a command and all that it "
                + "sends have changed is saved once, when the outermost handler has returned: remove the call. Where a value of the "
                + "database is needed before that, open a transaction, and commit it in the same handler.");
        }
    }

    /// <summary>After a save the aggregates have no events any more.</summary>
    public void Complete(DbContext context)
    {
        _dispatched.Find(context)?.Clear();
        endedStreams.Complete(context);
    }

    private static void RefuseEndlessEvents(RaisedEvent raised, int left)
    {
        if (left == 0)
        {
            throw new InvalidOperationException(
                $"Domain event handlers have raised more than {MaxEventsOfHandlers} events in one save; "
                + $"the last one is {raised.Event.GetType().Name}. Do the handlers of two domain events keep raising each other?");
        }
    }

    private CommandUnit? UnitOf(DbContext context) => scopes.Find(context)?.GetService<CommandUnit>();

    /// <returns>Whether there was anybody to handle the event.</returns>
    private async Task<bool> DispatchAsync(
        DbContext context, RaisedEvent raised, HashSet<RaisedEvent> dispatched, CancellationToken cancellationToken)
    {
        if (!dispatcher.HasHandlers(raised.Event))
        {
            return false;
        }

        try
        {
            var scope = scopes.FindScope(context) ?? throw new InvalidOperationException(
                $"{raised.Event.GetType().Name} has domain event handlers, and they need the service scope of the "
                + $"{context.GetType().Name} that raised it. "
                + "This context was made by a factory: resolve it from a service scope instead.");
            await scope.GetRequiredService<CommandUnit>().RunEventHandlersAsync(
                $"A handler of {raised.Event.GetType().Name}",
                () => dispatcher.DispatchAsync(scope, raised.Event, cancellationToken));
            return true;
        }
        catch
        {
            // When this save is repeated, the handlers of this event run again: what they refuse must not pass the second time.
            dispatched.Remove(raised);
            throw;
        }
    }
}
