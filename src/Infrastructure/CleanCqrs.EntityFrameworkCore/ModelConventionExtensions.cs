using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Conventions that make one model fit every database.</summary>
public static class ModelConventionExtensions
{
    /// <summary>
    /// Names every column in snake case, and evens out what databases do differently. On SQLite every <see cref="DateTimeOffset"/> is
    /// stored as its UTC ticks (100 ns since year 1): SQLite has no type that it could order such a time by. On PostgreSQL it is stored in
    /// UTC, the only offset that <c>timestamp with time zone</c> takes, in microseconds. On SQL Server text is compared by its code units,
    /// not by the language of the server, for which <c>abc</c> and <c>ABC</c> may be the same member. The pending messages of the outbox
    /// get the index that suits the database. Call it last in <c>OnModelCreating</c>.
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
                if (dialect?.Times is { } times
                    && (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(DateTimeOffset))
                {
                    property.SetValueConverter(times);
                }

                var storedType = property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
                if (dialect?.TextCollation is { } collation && storedType == typeof(string))
                {
                    property.SetCollation(collation);
                }
            }
        }

        if (dialect is { IndexesPendingByPositionAlone: true }
            && modelBuilder.Model.FindEntityType(typeof(OutboxMessageRow)) is { } messages)
        {
            messages.RemoveIndex(messages.FindIndex(OutboxMessageRow.PendingIndex)!);
            messages.AddIndex(messages.FindProperty(nameof(OutboxMessageRow.Position))!, OutboxMessageRow.PendingIndex)
                .SetFilter(OutboxMessageRow.PendingFilter);
        }

        return modelBuilder;
    }
}
