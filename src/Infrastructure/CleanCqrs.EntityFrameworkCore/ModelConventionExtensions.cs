using CleanCqrs.EntityFrameworkCore.Internals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Conventions that make one model fit every database.</summary>
public static class ModelConventionExtensions
{
    private const string Sqlite = "Microsoft.EntityFrameworkCore.Sqlite";

    /// <summary>
    /// Names every column in snake case, and on SQLite stores every <see cref="DateTimeOffset"/> as its UTC ticks (100 ns since year 1): SQLite has no type that
    /// it could order such a time by. Call it last in <c>OnModelCreating</c>.
    /// </summary>
    /// <param name="modelBuilder">The model.</param>
    /// <param name="providerName">The name of the database provider: <c>Database.ProviderName</c>.</param>
    /// <returns>The same model builder.</returns>
    public static ModelBuilder UsePortableConventions(this ModelBuilder modelBuilder, string? providerName)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var ticks = new ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, value => new DateTimeOffset(value, TimeSpan.Zero));
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            SnakeCaseNames.Apply(type);
            if (providerName == Sqlite)
            {
                foreach (var property in type.GetProperties().Where(property => Nullable.GetUnderlyingType(property.ClrType) is { } inner
                    ? inner == typeof(DateTimeOffset)
                    : property.ClrType == typeof(DateTimeOffset)))
                {
                    property.SetValueConverter(ticks);
                }
            }
        }

        return modelBuilder;
    }
}
