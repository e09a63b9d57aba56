using CleanCqrs.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

internal static class AggregateEntries
{
    /// <summary>The tracked aggregates that have raised events since they were saved last.</summary>
    public static List<EntityEntry<IAggregateRoot>> AggregatesWithEvents(this DbContext context) =>
        [.. context.ChangeTracker.Entries<IAggregateRoot>().Where(entry => entry.Entity.RaisedEvents.Count > 0)];
}
