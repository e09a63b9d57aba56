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

    /// <summary>
    /// The same time for what is compared after hours only. It may be counted on from an answer of the last minute, so that it costs no
    /// question.
    /// </summary>
    Task<DateTimeOffset> NearlyNowAsync(DbContext context, CancellationToken cancellationToken) => NowAsync(context, cancellationToken);
}
