using CleanCqrs.Application.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Tables;

internal static class BoundedCount
{
    /// <summary>Counts rows, and stops at the limit: what has piled up must not make the look at it slow.</summary>
    public static Task<long> CountUpToLimitAsync<TRow>(this IQueryable<TRow> rows, CancellationToken cancellationToken) =>
        rows.Take(OutboxStatus.CountLimit).LongCountAsync(cancellationToken);
}
