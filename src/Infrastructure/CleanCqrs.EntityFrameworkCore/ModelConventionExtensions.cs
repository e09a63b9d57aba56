using CleanCqrs.EntityFrameworkCore.Internals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Conventions that make one model fit every database.</summary>
public static class ModelConventionExtensions
{
    private const string Sqlite = "Microsoft.EntityFrameworkCore.Sqlite";
    private const string PostgreSql = "Npgsql.EntityFrameworkCore.PostgreSQL";
    private const string SqlServer = "Microsoft.EntityFrameworkCore.SqlServer";

    // The order and the equality of code units, which is what the other databases and C# itself go by.
    private const string OrdinalCollation = "Latin1_General_100_BIN2";

    /// <summary>
    /// Names every column in snake case, and evens out what databases do differently. On SQLite every <see cref="DateTimeOffset"/> is stored as its UTC ticks
    /// (100 ns since year 1): SQLite has no type that it could order such a time by. On PostgreSQL it is stored in UTC, the only offset that
    /// <c>timestamp with time zone</c> takes, in microseconds. On SQL Server text is compared by its code units, not by the language of the server, for which
    /// <c>abc</c> and <c>ABC</c> may be the same member. Call it last in <c>OnModelCreating</c>.
    /// </summary>
    /// <param name="modelBuilder">The model.</param>
    /// <param name="providerName">The name of the database provider: <c>Database.ProviderName</c>.</param>
    /// <returns>The same model builder.</returns>
    public static ModelBuilder UsePortableConventions(this ModelBuilder modelBuilder, string? providerName)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        ValueConverter? times = providerName switch
        {
            Sqlite => new ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, value => new DateTimeOffset(value, TimeSpan.Zero)),
            PostgreSql => new ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), value => value),
            _ => null,
        };
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            SnakeCaseNames.Apply(type);
            foreach (var property in type.GetProperties())
            {
                if (times is not null && (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(DateTimeOffset))
                {
                    property.SetValueConverter(times);
                }
                else if (providerName == SqlServer && (property.GetProviderClrType() ?? property.ClrType) == typeof(string))
                {
                    property.SetCollation(OrdinalCollation);
                }
            }
        }

        return modelBuilder;
    }
}
