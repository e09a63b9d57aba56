using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Internals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Conventions that make one model fit every database.</summary>
public static class ModelConventionExtensions
{
    /// <summary>
    /// Names every column in snake case, and lets every <see cref="DateTimeOffset"/> be kept and compared as a moment: on SQLite, which has no type that it could
    /// order such a time by, as its UTC ticks (100 ns since year 1); on PostgreSQL, which takes UTC only, without its offset. On SQL Server the identities that
    /// CleanCqrs keeps are compared letter by letter, as on the other databases. Call it last in <c>OnModelCreating</c>.
    /// </summary>
    /// <param name="modelBuilder">The model.</param>
    /// <param name="providerName">The name of the database provider: <c>Database.ProviderName</c>.</param>
    /// <returns>The same model builder.</returns>
    public static ModelBuilder UsePortableConventions(this ModelBuilder modelBuilder, string? providerName)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var dialect = Dialect.Find(providerName);
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            SnakeCaseNames.Apply(type);
            foreach (var property in type.GetProperties())
            {
                if (dialect?.Times is { } times && (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(DateTimeOffset))
                {
                    property.SetValueConverter(times);
                }

                if (dialect?.IdentityCollation is { } collation && IsIdentity(property))
                {
                    property.SetCollation(collation);
                }
            }
        }

        return modelBuilder;
    }

    private static bool IsIdentity(IMutableProperty property) =>
        property.ClrType == typeof(string)
        && property.DeclaringType.ClrType.Assembly == typeof(ModelConventionExtensions).Assembly
        && (property.IsKey() || property.IsIndex());
}
