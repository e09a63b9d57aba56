using CleanCqrs.EntityFrameworkCore.Guards;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Queries of aggregates.</summary>
public static class AggregateQueryExtensions
{
    /// <summary>
    /// Lets <c>ExecuteUpdate</c> and <c>ExecuteDelete</c> change rows of aggregates, which is refused otherwise: it raises no event and
    /// leaves the version as it is, so that no read model follows. For the repair of data that no event tells of.
    /// </summary>
    /// <typeparam name="TAggregate">The type of the aggregate.</typeparam>
    /// <param name="query">The rows.</param>
    /// <returns>The same rows.</returns>
    public static IQueryable<TAggregate> WithoutEvents<TAggregate>(this IQueryable<TAggregate> query) =>
        query.TagWith(BulkCheck.WithoutEvents);
}
