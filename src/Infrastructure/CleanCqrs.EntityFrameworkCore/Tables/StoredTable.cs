using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Tables;

/// <summary>How a table and its columns are called in statements.</summary>
internal sealed class StoredTable(IEntityType type, DbContext context)
{
    private readonly ISqlGenerationHelper _sql = context.GetService<ISqlGenerationHelper>();

    public string Name => _sql.DelimitIdentifier(type.GetTableName()!, type.GetSchema());

    public string this[string property] => _sql.DelimitIdentifier(type.FindProperty(property)!.GetColumnName());

    /// <summary>Values for one column, as they are stored.</summary>
    public RowColumn Column(string name, bool isCondition, IReadOnlyList<object?> values)
    {
        var property = type.FindProperty(name)!;
        return RowColumn.Of(property, this[name], isCondition, values, isCondition ? RowColumn.CollationOf(property, context) : null);
    }
}
