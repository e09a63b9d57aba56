using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>One column of the rows to be written.</summary>
/// <param name="Name">Its name, delimited.</param>
/// <param name="Mapping">How Entity Framework stores its values.</param>
/// <param name="IsCondition">Whether the values say which row is meant, rather than what to write into it.</param>
/// <param name="Values">A value for each row, as it is stored.</param>
internal sealed record RowColumn(string Name, RelationalTypeMapping Mapping, bool IsCondition, IReadOnlyList<object?> Values)
{
    public static Type StoredType(RelationalTypeMapping mapping)
    {
        var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    /// <summary>A parameter for the values.</summary>
    public DbParameter AddTo(DbCommand command, string name)
    {
        var parameter = Mapping.CreateParameter(command, name, value: null, nullable: true);
        command.Parameters.Add(parameter);
        return parameter;
    }
}
