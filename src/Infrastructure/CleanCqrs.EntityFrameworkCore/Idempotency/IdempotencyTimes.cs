using CleanCqrs.EntityFrameworkCore.Clocks;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Idempotency;

/// <summary>
/// Gives new idempotency keys their time, right before they are saved: it is that of the database, since retention deletes them by it.
/// </summary>
internal static class IdempotencyTimes
{
    public static async Task SetAsync(DbContext context, IDatabaseClock clock, CancellationToken cancellationToken)
    {
        var added = FindAdded(context);
        if (added.Count > 0)
        {
            var now = await clock.NowAsync(context, cancellationToken);
            added.ForEach(row => row.CreatedAt = now);
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
