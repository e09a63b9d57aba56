using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Audit;

/// <summary>The rows of one kind of aggregate.</summary>
internal interface IKindOfAggregate
{
    /// <summary>Reads the rows after a key, or from the first one on.</summary>
    Task<List<AggregateRow>> ReadAsync(DbContext context, object[]? after, int maxCount, CancellationToken cancellationToken);

    /// <summary>Loads one of them to be changed.</summary>
    Task<object?> FindAsync(DbContext context, object[] key, CancellationToken cancellationToken);
}
