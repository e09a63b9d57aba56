using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Clocks;

/// <summary>
/// Tells the time by which everything is stored that is compared with a time later: the database's own. Every instance asks the same clock,
/// so none can be wrong alone. It is a port for the sake of tests, which steer it.
/// </summary>
internal interface IDatabaseClock
{
    /// <summary>The time by the clock of the database of a context.</summary>
    Task<DateTimeOffset> NowAsync(DbContext context, CancellationToken cancellationToken);
}
