using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Clocks;

/// <summary>
/// Asks the database, and compares its answer with the clock of this process. A database of a kind that the library does not know is not
/// asked: there the process's clock has to do.
/// </summary>
internal sealed class DatabaseClock(ClockSkews skews, TimeProvider timeProvider) : IDatabaseClock
{
    public async Task<DateTimeOffset> NowAsync(DbContext context, CancellationToken cancellationToken)
    {
        if (Dialect.Find(context.Database.ProviderName) is not { } dialect)
        {
            return timeProvider.GetUtcNow();
        }

        var asked = timeProvider.GetTimestamp();
        var now = await dialect.ReadTimeAsync(context.Database, cancellationToken);
        skews.Compare(context.GetType().Name, now, timeProvider.GetUtcNow(), timeProvider.GetElapsedTime(asked));
        return now;
    }
}
