using System.Reflection;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Tables;

/// <summary>Where the tables of the library are in the database of a user.</summary>
internal sealed record OwnTables
{
    private const int LongestPrefix = 20;

    public OwnTables(string? schema, string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Length > LongestPrefix)
        {
            throw new ArgumentException(
                $"The prefix {prefix} has {prefix.Length} characters. With more than {LongestPrefix} the names of tables and indexes would "
                + "be longer than PostgreSQL takes. Choose a shorter one.",
                nameof(prefix));
        }

        (Schema, Prefix) = (schema, prefix);
    }

    public string? Schema { get; }

    public string Prefix { get; }

    public static bool Include(IReadOnlyTypeBase type) => type.ClrType.Assembly == Assembly.GetExecutingAssembly();

    /// <summary>Whether a model says of these tables what the statements of the library rely on.</summary>
    /// <exception cref="InvalidOperationException">The application has changed them.</exception>
    public static void Check(DbContext context)
    {
        var dialect = Dialect.Of(context.Database.ProviderName);
        foreach (var property in context.Model.GetEntityTypes().Where(Include).SelectMany(type => type.GetProperties()))
        {
            if (!ReferenceEquals(property.GetValueConverter(), dialect.ConverterOf(property.ClrType)))
            {
                throw new InvalidOperationException(
                    $"{context.GetType().Name} stores {property.DeclaringType.ShortName()}.{property.Name} in a way that the statements of "
                    + "CleanCqrs do not know: its model was changed after AddOutbox or AddProjectionState. Where a loop over the model "
                    + "sets converters, leave out the entity types whose ClrType is in the assembly CleanCqrs.EntityFrameworkCore.");
            }
        }
    }

    public string NameOf(string table) => Prefix + table;
}
