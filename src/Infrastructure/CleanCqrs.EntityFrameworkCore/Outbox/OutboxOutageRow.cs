using CleanCqrs.Application.Outbox;
using CleanCqrs.EntityFrameworkCore.Clocks;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>The outage of the transport, in the one row of its table; no row, no outage.</summary>
internal sealed class OutboxOutageRow
{
    public const int TheId = 1;

    public int Id { get; init; } = TheId;

    public int Attempts { get; set; }

    public DateTimeOffset RetryAt { get; set; }

    public required string Error { get; set; }

    /// <summary>The outage on record, if there is one.</summary>
    public static async Task<TransportOutage?> FindAsync(DbContext context, IDatabaseClock clock, CancellationToken cancellationToken) =>
        await context.Set<OutboxOutageRow>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } row
            ? new TransportOutage(row.Attempts, row.RetryAt - await clock.NowAsync(context, cancellationToken), row.Error)
            : null;
}
