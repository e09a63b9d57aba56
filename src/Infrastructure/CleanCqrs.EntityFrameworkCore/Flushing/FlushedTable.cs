using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Flushing;

/// <summary>A table whose rows can be written all at once.</summary>
internal sealed class FlushedTable
{
    private readonly string _name;
    private readonly List<Column> _columns;
    private readonly List<IProperty> _key;

    private FlushedTable(IEntityType type, DbContext context)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        _name = sql.DelimitIdentifier(table.Name, table.Schema);
        _columns =
        [
            .. type.GetProperties().Select(property => new Column(
                property,
                sql.DelimitIdentifier(property.GetColumnName(table)!),
                IsCondition(property) ? RowColumn.CollationOf(property, context) : null)),
        ];
        _key = [.. type.FindPrimaryKey()!.Properties];
        Name = table.Name;
    }

    /// <summary>
    /// Tables are always written in the order of their names, and rows in that of their keys, so that two instances never wait for each
    /// other.
    /// </summary>
    public string Name { get; }

    /// <summary>The table of a type, or <see langword="null"/> where only Entity Framework can tell what its rows depend on.</summary>
    public static FlushedTable? TryCreate(IEntityType type, DbContext context, IRowWriter writer) =>
        IsOnlyRows(type) && type.GetProperties().All(IsOnlyValue)
        && type.GetProperties().All(property => writer.CanWrite(property.GetRelationalTypeMapping()))
            ? new FlushedTable(type, context)
            : null;

    /// <summary>Whether these values are final. Some are known to the database alone.</summary>
    public bool Knows(EntityEntry entry) => entry.State switch
    {
        EntityState.Added => !_columns.Exists(column => entry.Property(column.Property).IsTemporary),
        EntityState.Modified => !_key.Exists(property => entry.Property(property).IsModified),
        _ => true,
    };

    /// <summary>What is to be done, as few times as possible: rows with the same columns changed go together.</summary>
    public IEnumerable<(RowBatch Rows, List<EntityEntry> Entries)> Group(IEnumerable<EntityEntry> entries) =>
        from entry in entries
        let written = WrittenIn(entry)
        group (Entry: entry, Written: written) by (entry.State, string.Join(',', written.Select(column => column.Name))) into same
        where same.Key.State == EntityState.Deleted || same.First().Written.Count > 0
        let rows = same.Select(item => item.Entry).OrderBy(KeyOf, KeyComparer.Instance).ToList()
        select (BatchOf(same.Key.State, same.First().Written, rows), rows);

    private static bool IsOnlyRows(IEntityType type) =>
        type.GetTableName() is not null
        && type.BaseType is null
        && !type.GetDirectlyDerivedTypes().Any()
        && !type.IsOwned()
        && type.FindPrimaryKey() is not null
        && type.GetKeys().Count() == 1
        && !type.GetComplexProperties().Any()
        && !type.GetNavigations().Any()
        && !type.GetForeignKeys().Any()
        && !type.GetReferencingForeignKeys().Any()
        && !type.GetIndexes().Any(index => index.IsUnique)
        && type.GetTableMappings().Count() == 1
        && type.GetTableMappings().Single().Table.EntityTypeMappings.Count() == 1
        && !type.GetDeclaredTriggers().Any()
        && type.GetInsertStoredProcedure() is null
        && type.GetUpdateStoredProcedure() is null
        && type.GetDeleteStoredProcedure() is null;

    private static bool IsOnlyValue(IProperty property) =>
        property.ValueGenerated is ValueGenerated.Never or ValueGenerated.OnAdd
        && property.GetComputedColumnSql() is null
        && property.GetDefaultValueSql() is null
        && !property.TryGetDefaultValue(out _)
        && (property.ValueGenerated == ValueGenerated.Never || property.IsPrimaryKey())
        && property.GetBeforeSaveBehavior() == PropertySaveBehavior.Save
        && !(property.IsConcurrencyToken && property.IsNullable);

    private List<Column> WrittenIn(EntityEntry entry) => entry.State switch
    {
        EntityState.Added => _columns,
        EntityState.Modified => _columns.FindAll(column => entry.Property(column.Property).IsModified),
        _ => [],
    };

    private RowBatch BatchOf(EntityState change, List<Column> written, List<EntityEntry> rows)
    {
        var columns = written.ConvertAll(column =>
            column.Of(rows.ConvertAll(entry => entry.CurrentValues[column.Property]), isCondition: false));
        if (change != EntityState.Added)
        {
            columns.AddRange(_columns.Where(column => IsCondition(column.Property))
                .Select(column => column.Of(rows.ConvertAll(entry => entry.OriginalValues[column.Property]), isCondition: true)));
        }

        return new RowBatch(_name, change, rows.Count, columns);
    }

    private List<object?> KeyOf(EntityEntry entry) => _key.ConvertAll(property => entry.CurrentValues[property]);

    private static bool IsCondition(IProperty property) => property.IsPrimaryKey() || property.IsConcurrencyToken;

    private sealed record Column(IProperty Property, string Name, string? Collation)
    {
        public RowColumn Of(List<object?> values, bool isCondition) =>
            RowColumn.Of(Property, Name, isCondition, values, isCondition ? Collation : null);
    }

    private sealed class KeyComparer : IComparer<List<object?>>
    {
        public static KeyComparer Instance { get; } = new();

        public int Compare(List<object?>? x, List<object?>? y)
        {
            for (var i = 0; i < x!.Count; i++)
            {
                var compared = x[i] is string text
                    ? string.CompareOrdinal(text, (string?)y![i])
                    : Comparer<object>.Default.Compare(x[i], y![i]);
                if (compared != 0)
                {
                    return compared;
                }
            }

            return 0;
        }
    }
}
