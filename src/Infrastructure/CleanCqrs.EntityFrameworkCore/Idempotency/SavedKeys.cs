using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Clocks;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Idempotency;

/// <summary>
/// Completes new idempotency keys right before they are saved. Their time is that of the database, since retention deletes them by it; the
/// events that are saved with them say later what the command has done.
/// </summary>
internal static class SavedKeys
{
    public static async Task CompleteAsync(
        DbContext context, IEnumerable<StreamPlace> events, IDatabaseClock clock, CancellationToken cancellationToken)
    {
        var added = FindAdded(context);
        if (added.Count > 0)
        {
            var now = await clock.NowAsync(context, cancellationToken);
            foreach (var row in added)
            {
                row.CreatedAt = now;
                row.Note(events);
            }
        }
    }

    /// <summary>Rows that were added are known without looking for changes in everything that is tracked.</summary>
    private static List<IdempotencyRow> FindAdded(DbContext context)
    {
        var detects = context.ChangeTracker.AutoDetectChangesEnabled;
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            return [.. context.ChangeTracker.Entries<IdempotencyRow>()
                .Where(entry => entry.State == EntityState.Added)
                .Select(entry => entry.Entity)];
        }
        finally
        {
            context.ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }
}
