using System.Linq.Expressions;
using CleanCqrs.Application.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Tables;

internal static class BoundedCount
{
    /// <summary>Counts rows, and stops at the limit: what has piled up must not make the look at it slow.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="order">
    /// Which of them count: a column of the index that finds them, best one that is the same for all, which costs nothing. Entity
    /// Framework warns of a limit without an order.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<long> CountUpToLimitAsync<TRow, TKey>(
        this IQueryable<TRow> rows, Expression<Func<TRow, TKey>> order, CancellationToken cancellationToken) =>
        rows.OrderBy(order).Take(OutboxStatus.CountLimit).LongCountAsync(cancellationToken);
}
