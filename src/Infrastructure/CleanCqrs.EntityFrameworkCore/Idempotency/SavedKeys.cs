using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
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
        var added = context.Tracked<IdempotencyRow>(static entry => entry.State == EntityState.Added);
        if (added.Count > 0)
        {
            var now = await clock.NearlyNowAsync(context, cancellationToken);
            foreach (var entry in added)
            {
                entry.Entity.CreatedAt = now;
                entry.Entity.Note(events);
            }
        }
    }
}
