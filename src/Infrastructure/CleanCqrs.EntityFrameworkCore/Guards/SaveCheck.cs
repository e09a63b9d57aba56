using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Guards;

/// <summary>Refuses to save an aggregate with events in a context that would lose them.</summary>
internal static class SaveCheck
{
    public static void Require(DbContext context)
    {
        if (!context.HasAggregates())
        {
            return;
        }

        var hasOutbox = context.Model.FindEntityType(typeof(OutboxMessageRow)) is not null;
        if (hasOutbox && OutboxInterceptor.IsIn(context))
        {
            return;
        }

        context.DetectOnce();
        if (context.AggregatesWithEvents() is not [var entry, ..])
        {
            return;
        }

        var (name, aggregate) = (context.GetType().Name, entry.Entity);
        throw new InvalidOperationException(
            $"{aggregate.GetType().Name} {aggregate.StreamId} has raised {aggregate.RaisedEvents[0].Event.GetType().Name}, and this "
            + $"{name} would save it without its events: "
            + (hasOutbox
                ? "its options lack the outbox. Resolve it from the services of the host, after "
                    + $"services.AddCleanCqrs(...).UseOutbox<{name}>(), or call options.UseOutbox(serviceProvider) where it is made by "
                    + "hand."
                : "its model lacks the outbox. Call modelBuilder.AddOutbox() in OnModelCreating, add a migration, and register it with "
                    + $"services.AddCleanCqrs(...).UseOutbox<{name}>()."));
    }
}
