using System.Data.Common;

namespace CleanCqrs.WebUi.Problems;

/// <summary>
/// Tells a database that is away, busy or full from one that has understood a statement and refused it, which is a defect of the host. The
/// packages of the drivers are not referenced here, so their properties are looked up by name.
/// </summary>
internal static class DatabaseFailure
{
    /// <summary>Values that don't fit, broken constraints, unknown tables and columns, and what is not supported.</summary>
    private static readonly HashSet<string> _sqlStateClasses = ["0A", "21", "22", "23", "42", "44"];

    /// <summary>SQLITE_ERROR, SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_MISUSE, SQLITE_RANGE.</summary>
    private static readonly HashSet<int> _sqlite = [1, 18, 19, 20, 21, 25];

    /// <summary>Syntax, names, conversions and lengths, null, foreign keys and checks, unique indexes and constraints.</summary>
    private static readonly HashSet<int> _sqlServer =
        [102, 156, 206, 207, 208, 213, 220, 229, 241, 242, 245, 257, 515, 547, 2601, 2627, 2628, 2812, 8114, 8115, 8134, 8152];

    /// <summary>What the database said, if an exception comes from one that can't serve now.</summary>
    public static DbException? FindOutage(Exception? exception) => exception switch
    {
        null => null,
        DbException error => IsDefect(error) ? null : error,
        _ => FindOutage(exception.InnerException),
    };

    private static bool IsDefect(DbException error) =>
        error.SqlState is { Length: 5 } state ? _sqlStateClasses.Contains(state[..2])
        : Number(error, "SqliteErrorCode") is { } code ? _sqlite.Contains(code)
        : Number(error, "Number") is { } number && _sqlServer.Contains(number);

    private static int? Number(DbException error, string property) => error.GetType().GetProperty(property)?.GetValue(error) as int?;
}
