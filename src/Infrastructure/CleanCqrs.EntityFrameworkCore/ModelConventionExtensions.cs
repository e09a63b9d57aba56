using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Conventions that make one model fit every database.</summary>
public static class ModelConventionExtensions
{
    /// <summary>
    /// A convenience for new models that are to run on several databases; nothing of the library depends on it. It names every column in
    /// snake case, and evens out what databases do differently. On SQLite a <see cref="DateTimeOffset"/> is stored as its UTC ticks
    /// (100 ns since year 1): SQLite has no type that it could order such a time by. On PostgreSQL it is stored in UTC, the only offset
    /// that <c>timestamp with time zone</c> takes, in microseconds. On SQL Server text is compared by its code units, not by the language
    /// of the server, for which <c>abc</c> and <c>ABC</c> may be the same member; spaces at its end do not count there, whatever the
    /// collation. What the model has said already stays as it is: column
    /// names, converters, types, collations, and all that lies in a JSON column. Call it last in <c>OnModelCreating</c>.
    /// </summary>
    /// <param name="modelBuilder">The model.</param>
    /// <param name="providerName">The name of the database provider: <c>Database.ProviderName</c>.</param>
    /// <returns>The same model builder.</returns>
    public static ModelBuilder UsePortableConventions(this ModelBuilder modelBuilder, string? providerName)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var dialect = Dialect.Find(providerName);
        var properties = modelBuilder.Model.GetEntityTypes()
            .Where(type => !OwnTables.Include(type))
            .SelectMany(ColumnsOf)
            .OfType<IConventionProperty>();
        foreach (var property in properties.ToList())
        {
            Name(property);
            StoreTime(property, dialect);
            Compare(property, dialect);
        }

        return modelBuilder;
    }

    private static IEnumerable<IMutableProperty> ColumnsOf(IMutableTypeBase type) => type.IsMappedToJson()
        ? []
        : type.GetDeclaredProperties().Concat(
            type.GetDeclaredComplexProperties().Where(complex => !complex.IsCollection)
                .SelectMany(complex => ColumnsOf(complex.ComplexType)));

    private static void Name(IConventionProperty property)
    {
        // The key of an owned type in the table of its owner is a column of the owner.
        var isOwnersColumn = property.DeclaringType is IConventionEntityType owned
            && property.IsPrimaryKey()
            && owned.FindOwnership() is { IsUnique: true } ownership
            && ownership.PrincipalEntityType.GetTableName() == owned.GetTableName();
        if (property.GetColumnNameConfigurationSource() is null && !isOwnersColumn)
        {
            var given = StoreObjectIdentifier.Create(property.DeclaringType, StoreObjectType.Table) is { } table
                ? property.GetDefaultColumnName(table)
                : null;
            property.SetColumnName(SnakeCase.Of(given ?? property.GetDefaultColumnName()));
        }
    }

    private static void StoreTime(IConventionProperty property, Dialect? dialect)
    {
        if (property.GetValueConverterConfigurationSource() is null
            && property.GetProviderClrTypeConfigurationSource() is null
            && property.GetColumnTypeConfigurationSource() is null
            && dialect?.ConverterOf(property.ClrType) is { } times)
        {
            property.SetValueConverter(times);
        }
    }

    private static void Compare(IConventionProperty property, Dialect? dialect)
    {
        var storedType = property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
        if (dialect?.TextCollation is { } collation
            && storedType == typeof(string)
            && property.GetCollationConfigurationSource() is null
            && property.GetColumnTypeConfigurationSource() is null)
        {
            property.SetCollation(collation);
        }
    }
}
