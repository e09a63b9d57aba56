using System.Data.Common;
using CleanCqrs.Application.Outbox;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.EntityFrameworkCore.Leases;

/// <summary>
/// Puts back the rows of ranges that somebody has deleted, as tools do that empty every table between two tests: without its row nobody
/// would publish the events of a range. Whoever looks first puts them back.
/// </summary>
internal sealed class MissingLeases(IDatabaseClock clock, ILogger logger)
{
    /// <returns>Whether any was missing.</returns>
    public async Task<bool> RestoreAsync(
        DbContext context, LeaseStatements statements, IReadOnlyCollection<LeaseState> rows, CancellationToken cancellationToken)
    {
        var missing = Enumerable.Range(0, Bucket.RangeCount).Except(rows.Select(row => row.Range)).ToList();
        if (missing.Count == 0)
        {
            return false;
        }

        // Epochs count takeovers, so no range has had one that is as high as a time; and what was deleted twice has had a lower one.
        var epoch = (await clock.NowAsync(context, cancellationToken)).ToUnixTimeMilliseconds();
        var restored = new List<int>();
        foreach (var range in missing)
        {
            if (await RestoreAsync(context, statements, range, epoch, cancellationToken))
            {
                restored.Add(range);
            }
        }

        if (restored.Count > 0)
        {
            logger.LeasesWereMissing(string.Join(", ", restored));
        }

        return true;
    }

    private static async Task<bool> RestoreAsync(
        DbContext context, LeaseStatements statements, int range, long epoch, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Database.ExecuteSqlRawAsync(statements.Restore, [range, epoch], cancellationToken) > 0;
        }
        catch (DbException exception) when (UniqueViolation.Is(exception))
        {
            // Another instance has put it back in this moment.
            return false;
        }
    }
}
