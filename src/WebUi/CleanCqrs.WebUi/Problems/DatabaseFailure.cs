using System.Data.Common;

namespace CleanCqrs.WebUi.Problems;

/// <summary>
/// Tells a database that is away, busy or full from one that has understood a statement and refused it, which is a defect of the host. The
/// packages of the drivers are not referenced here, so their properties are looked up by name.
/// </summary>
internal static class DatabaseFailure
{
    /// <summary>
    /// What is not supported, values that don't fit, broken constraints, what triggers refuse, unknown schemas, tables and columns, and
    /// statements beyond the limits of the server.
    /// </summary>
    private static readonly HashSet<string> _sqlStateClasses = ["0A", "21", "22", "23", "27", "3F", "42", "44", "54", "P0"];

    /// <summary>A broken constraint that is found at the commit; the rest of its class is worth another attempt.</summary>
    private const string ConstraintBrokenAtCommit = "40002";

    /// <summary>SQLITE_ERROR, SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_MISUSE, SQLITE_RANGE.</summary>
    private static readonly HashSet<int> _sqlite = [1, 18, 19, 20, 21, 25];

    /// <summary>
    /// Syntax, names, conversions and lengths, null, identities, foreign keys and checks, unique indexes and constraints, and what triggers
    /// refuse.
    /// </summary>
    private static readonly HashSet<int> _sqlServer =
    [
        102, 156, 201, 206, 207, 208, 213, 220, 229, 241, 242, 245, 257, 515, 544, 547, 2601, 2627, 2628, 2812, 4104, 8114, 8115, 8134,
        8152, 50000,
    ];

    /// <summary>What the database said, if an exception comes from one that can't serve now.</summary>
    public static DbException? FindOutage(Exception? exception) => exception switch
    {
        null => null,
        DbException error => IsDefect(error) ? null : error,
        _ => FindOutage(exception.InnerException),
    };

    private static bool IsDefect(DbException error) =>
        error.SqlState is { Length: 5 } state ? state == ConstraintBrokenAtCommit || _sqlStateClasses.Contains(state[..2])
        : Number(error, "SqliteErrorCode") is { } code ? _sqlite.Contains(code)
        : Number(error, "Number") is { } number && _sqlServer.Contains(number);

    private static int? Number(DbException error, string property) => error.GetType().GetProperty(property)?.GetValue(error) as int?;
}
