using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>One column of the rows to be written.</summary>
/// <param name="Name">Its name, delimited.</param>
/// <param name="Mapping">How Entity Framework stores its values.</param>
/// <param name="IsCondition">Whether the values say which row is meant, rather than what to write into it.</param>
/// <param name="Values">A value for each row, as it is stored.</param>
/// <param name="Collation">By which the model says that its texts are compared, if it does.</param>
internal sealed record RowColumn(
    string Name, RelationalTypeMapping Mapping, bool IsCondition, IReadOnlyList<object?> Values, string? Collation = null)
{
    /// <summary>A column with values as the entities have them.</summary>
    public static RowColumn Of(
        IProperty property, string name, bool isCondition, IReadOnlyList<object?> values, string? collation)
    {
        var mapping = property.GetRelationalTypeMapping();
        return new(
            name,
            mapping,
            isCondition,
            mapping.Converter is { } converter ? [.. values.Select(converter.ConvertToProvider)] : values,
            collation);
    }

    /// <summary>
    /// By which collation the values of a property are compared, if its model says that. The model that a context works with has forgotten
    /// it; the one for migrations has it still, and is made for those databases alone that ask.
    /// </summary>
    public static string? CollationOf(IProperty property, DbContext context) =>
        Dialect.Find(context.Database.ProviderName)?.TextCollation is null
        || StoredType(property.GetRelationalTypeMapping()) != typeof(string)
            ? null
            : context.GetService<IDesignTimeModel>().Model.FindEntityType(property.DeclaringType.Name)?.FindProperty(property.Name)
                ?.GetCollation();

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
