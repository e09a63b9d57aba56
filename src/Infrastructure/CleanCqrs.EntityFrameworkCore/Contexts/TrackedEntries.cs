using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CleanCqrs.EntityFrameworkCore.Contexts;

internal static class TrackedEntries
{
    /// <summary>
    /// Searches for changes in everything that is tracked, unless the application has switched that off: once before our own looks at it,
    /// and once after the application has had its turn.
    /// </summary>
    public static void DetectOnce(this DbContext context)
    {
        if (context.ChangeTracker.AutoDetectChangesEnabled)
        {
            context.ChangeTracker.DetectChanges();
        }
    }

    /// <summary>What is tracked of a kind, as the last search for changes has left it.</summary>
    public static List<EntityEntry<TEntity>> Tracked<TEntity>(this DbContext context, Func<EntityEntry<TEntity>, bool> isMeant)
        where TEntity : class
    {
        using var pause = new DetectionPause(context);
        List<EntityEntry<TEntity>> found = [];
        foreach (var entry in context.ChangeTracker.Entries<TEntity>())
        {
            if (isMeant(entry))
            {
                found.Add(entry);
            }
        }

        return found;
    }
}
