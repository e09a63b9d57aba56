using System.Reflection;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanCqrs.EntityFrameworkCore.Tables;

/// <summary>
/// A table of the library in the model of a user. Everything that the statements of the library rely on is said explicitly, since the user
/// may have said otherwise for all strings, all times or all enumerations of the model, or use conventions that name things differently.
/// </summary>
internal sealed class OwnTable<TRow>
    where TRow : class
{
    private const int LongestName = 63; // of PostgreSQL, the shortest of all

    /// <summary>Without a value said explicitly, a convention of the application may choose one at the end.</summary>
    private static readonly string[] _facets = ["MaxLength", "Unicode", "Precision", "Scale"];

    private readonly EntityTypeBuilder<TRow> _rows;
    private readonly Dialect _dialect;
    private readonly string _name;

    public OwnTable(ModelBuilder modelBuilder, OwnTables tables, string name, params string[] key)
    {
        _dialect = Dialect.OfModel(modelBuilder.Model);
        _rows = modelBuilder.Entity<TRow>();
        _name = tables.NameOf(name);
        _ = tables.Schema is { } schema ? _rows.ToTable(_name, schema) : _rows.ToTable(_name);
        var nullability = new NullabilityInfoContext();
        foreach (var member in typeof(TRow).GetProperties())
        {
            var property = _rows.Property(member.PropertyType, member.Name).Metadata;
            ForgetWhatIsSaidOfAll(property);
            property.SetColumnName(SnakeCase.Of(member.Name));
            property.IsNullable = nullability.Create(member).WriteState == NullabilityState.Nullable;
            property.ValueGenerated = ValueGenerated.Never;
            property.SetValueConverter(_dialect.ConverterOf(member.PropertyType));
            if (member.PropertyType == typeof(string))
            {
                property.SetCollation(_dialect.TextCollation);
                property.SetValueComparer(OrdinalText.Comparer);
                property.SetColumnType(_dialect.UnlimitedText);
            }
        }

        _rows.HasKey(key).HasName($"PK_{_name}");
    }

    public EntityTypeBuilder<TRow> Rows => _rows;

    public OwnTable<TRow> Limit(int length, params IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            var property = _rows.Property(text).HasMaxLength(length).Metadata;
            property.SetColumnType(null);
        }

        return this;
    }

    public OwnTable<TRow> Version(string property)
    {
        _rows.Property(property).IsConcurrencyToken();
        return this;
    }

    /// <summary>Numbers that the database counts, one by one: blocks of numbers that were drawn ahead would not tell an order.</summary>
    public OwnTable<TRow> Count(string property)
    {
        var counted = _rows.Property(property).ValueGeneratedOnAdd().Metadata;
        if (_dialect.FindCounting(counted.DeclaringType.Model) is { } counting)
        {
            counted.SetAnnotation(counting.Name, counting.Value);
        }

        return this;
    }

    public IndexBuilder Index(params string[] properties) => _rows.HasIndex(properties)
        .HasDatabaseName(Short($"IX_{_name}_{string.Join('_', properties.Select(SnakeCase.Of))}"));

    public IndexBuilder NamedIndex(string name, string filter, params string[] properties) =>
        _rows.HasIndex(properties, $"ix_{_name}_{name}").HasFilter(filter).HasDatabaseName($"ix_{_name}_{name}");

    private static void ForgetWhatIsSaidOfAll(IMutableProperty property)
    {
        foreach (var annotation in property.GetAnnotations().ToList())
        {
            property.RemoveAnnotation(annotation.Name);
        }

        foreach (var facet in _facets)
        {
            property.SetAnnotation(facet, null);
        }
    }

    private static string Short(string name) => name.Length > LongestName ? name[..LongestName] : name;
}
