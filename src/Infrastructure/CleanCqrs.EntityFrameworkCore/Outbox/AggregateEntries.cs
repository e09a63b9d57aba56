using CleanCqrs.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

internal static class AggregateEntries
{
    /// <summary>
    /// The tracked aggregates that have raised events since they were saved last. A deleted one comes before a new one that goes on with
    /// its stream.
    /// </summary>
    public static List<EntityEntry<IAggregateRoot>> AggregatesWithEvents(this DbContext context) =>
    [
        .. context.ChangeTracker.Entries<IAggregateRoot>()
            .Where(entry => entry.Entity.RaisedEvents.Count > 0)
            .OrderByDescending(entry => entry.State == EntityState.Deleted),
    ];

    /// <summary>The aggregates that the next save deletes, and of which somebody may have heard.</summary>
    public static List<EntityEntry<IAggregateRoot>> DeletedAggregates(this DbContext context) =>
        [.. context.ChangeTracker.Entries<IAggregateRoot>().Where(entry => entry is { State: EntityState.Deleted, Entity.Version: > 0 })];

    /// <summary>Whether a save has anything that the outbox must see.</summary>
    public static bool HasStreams(this DbContext context) => context.ChangeTracker.Entries<IAggregateRoot>()
        .Any(entry => entry.Entity.RaisedEvents.Count > 0 || entry is { State: EntityState.Deleted, Entity.Version: > 0 });
}
