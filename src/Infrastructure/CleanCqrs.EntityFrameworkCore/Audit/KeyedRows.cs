using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Audit;

/// <summary>Walks the rows of one kind of aggregate in the order that its key has in the database, whatever its type.</summary>
internal sealed class KeyedRows<TAggregate>(IEntityType type) : IKindOfAggregate
    where TAggregate : class
{
    private readonly int _keyLength = type.FindPrimaryKey()!.Properties.Count;
    private readonly KeyOrder<TAggregate> _order = new(type.FindPrimaryKey()!.Properties);
    private readonly bool _isNamedById = StreamIdentityCheck.IsNamedById(type);

    public async Task<List<AggregateRow>> ReadAsync(
        DbContext context, object[]? after, int maxCount, CancellationToken cancellationToken)
    {
        // A row that the application hides from its own queries has events as well.
        var rows = context.Set<TAggregate>().AsNoTracking().IgnoreQueryFilters().IgnoreAutoIncludes();
        var found = await _order.Page(rows, after, maxCount)
            .Select(_order.Select(VersionAndIdentity(), isWhole: !_isNamedById))
            .ToListAsync(cancellationToken);
        return found.ConvertAll(row => new AggregateRow(
            row.Row is IAggregateRoot aggregate ? aggregate.StreamId : StreamIdText.Of(row.Values[^1]),
            (long)row.Values[_keyLength],
            row.Values[.._keyLength]));
    }

    public async Task<object?> FindAsync(DbContext context, object[] key, CancellationToken cancellationToken) =>
        await _order.Find(context.Set<TAggregate>().IgnoreQueryFilters().IgnoreAutoIncludes(), key)
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>The identity names the stream, unless the whole aggregate is read, which names it itself.</summary>
    private IEnumerable<(Type Type, string Name)> VersionAndIdentity()
    {
        yield return (typeof(long), nameof(IAggregateRoot.Version));
        if (_isNamedById)
        {
            yield return (type.FindProperty(nameof(Entity<int>.Id))!.ClrType, nameof(Entity<int>.Id));
        }
    }
}
