using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>
/// That a row with the same key was there before, and of which table: judged by what the database says, since the rows that a failed batch
/// held tell nothing. The packages of the drivers are not referenced here, so their properties are looked up by name.
/// </summary>
internal sealed partial class UniqueViolation
{
    private const string PostgreSqlUniqueViolation = "23505";

    private static readonly int[] _sqlite = [2067, 1555, 2579]; // SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, ..._ROWID
    private static readonly int[] _sqlServer = [2601, 2627]; // of a unique index, of a constraint

    private readonly Func<ITable, bool> _isOf;
    private readonly Func<IUniqueConstraint, bool> _breaks;

    private UniqueViolation(Func<ITable, bool> isOf, Func<IUniqueConstraint, bool> breaks)
    {
        _isOf = isOf;
        _breaks = breaks;
    }

    public static bool Is(Exception? exception) => Find(exception) is not null;

    /// <param name="exception">The error of the database, or what Entity Framework made of it.</param>
    public static UniqueViolation? Find(Exception? exception)
    {
        if ((exception is DbUpdateException update ? update.InnerException : exception) is not DbException error)
        {
            return null;
        }

        if (error.SqlState == PostgreSqlUniqueViolation)
        {
            return OfPostgreSql(error);
        }

        if (Has(error, "SqliteExtendedErrorCode", _sqlite))
        {
            return OfSqlite(error.Message);
        }

        return Has(error, "Number", _sqlServer) ? OfSqlServer(error.Message) : null;
    }

    /// <summary>Whether the row was to go to this table.</summary>
    public bool IsOf(ITable table) => _isOf(table);

    /// <summary>Whether it is the primary key that was taken, and not some other unique index.</summary>
    public bool IsOfPrimaryKey(ITable table) => table.PrimaryKey is { } key && _isOf(table) && _breaks(key);

    private static UniqueViolation OfPostgreSql(DbException error)
    {
        var (schema, name, constraint) = (Text("SchemaName"), Text("TableName"), Text("ConstraintName"));
        return new(
            table => table.Name == name && (table.Schema is null || table.Schema == schema),
            key => key.Name == constraint);

        string? Text(string property) => error.GetType().GetProperty(property)?.GetValue(error) as string;
    }

    /// <summary>It names the columns: <c>UNIQUE constraint failed: accounts.bank, accounts.number</c>.</summary>
    private static UniqueViolation OfSqlite(string message)
    {
        const string Start = "constraint failed: ";
        var at = message.IndexOf(Start, StringComparison.Ordinal);
        var columns = at < 0 ? string.Empty : message[(at + Start.Length)..].TrimEnd('.', '\'');
        return new(
            table => columns.StartsWith(table.Name + '.', StringComparison.OrdinalIgnoreCase),
            key => string.Join(", ", key.Columns.Select(column => $"{key.Table.Name}.{column.Name}"))
                .Equals(columns, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// It names constraint and table in a sentence of the server's language, and then, in parentheses, the key, which is anybody's text.
    /// </summary>
    private static UniqueViolation OfSqlServer(string message)
    {
        var names = Quoted().Matches(message.Split('(')[0]).Select(match => match.Groups[1].Value).ToList();
        return new(
            table => names.Exists(name => table.Schema is { } schema
                ? name.Equals($"{schema}.{table.Name}", StringComparison.OrdinalIgnoreCase)
                : name.EndsWith($".{table.Name}", StringComparison.OrdinalIgnoreCase)),
            key => names.Contains(key.Name, StringComparer.OrdinalIgnoreCase));
    }

    private static bool Has(DbException exception, string property, int[] codes) =>
        exception.GetType().GetProperty(property)?.GetValue(exception) is int code && codes.Contains(code);

    [GeneratedRegex("['\"“„«]([^'\"”“»]+)['\"”“»]")]
    private static partial Regex Quoted();
}
