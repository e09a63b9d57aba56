using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Contexts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>Looks at tracked aggregates. None of them searches for changes: <see cref="TrackedEntries.DetectOnce"/> does before.</summary>
internal static class AggregateEntries
{
    /// <summary>
    /// The tracked aggregates that have raised events since they were saved last. A deleted one comes before a new one that goes on with
    /// its stream.
    /// </summary>
    public static List<EntityEntry<IAggregateRoot>> AggregatesWithEvents(this DbContext context)
    {
        var found = context.Tracked<IAggregateRoot>(static entry => entry.Entity.RaisedEvents.Count > 0);
        return found.Count > 1 ? [.. found.OrderByDescending(static entry => entry.State == EntityState.Deleted)] : found;
    }

    /// <summary>The aggregates that the next save deletes, and of which somebody may have heard.</summary>
    public static List<EntityEntry<IAggregateRoot>> DeletedAggregates(this DbContext context) =>
        context.Tracked<IAggregateRoot>(static entry => entry is { State: EntityState.Deleted, Entity.Version: > 0 });

    /// <summary>Whether a save has anything that the outbox must see.</summary>
    public static bool HasStreams(this DbContext context) => context.Tracked<IAggregateRoot>(
        static entry => entry.Entity.RaisedEvents.Count > 0 || entry is { State: EntityState.Deleted, Entity.Version: > 0 }).Count > 0;
}
