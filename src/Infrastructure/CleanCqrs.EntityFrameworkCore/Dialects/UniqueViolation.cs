using System.Data.Common;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>
/// Recognises that a row with the same key was there before. Each database has its own codes for that. The packages of the drivers are not
/// referenced here, so the properties that hold the codes are looked up by name.
/// </summary>
internal static class UniqueViolation
{
    private const string PostgreSqlUniqueViolation = "23505";

    private static readonly int[] _sqlite = [2067, 1555]; // SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY
    private static readonly int[] _sqlServer = [2601, 2627]; // of a unique index, of a constraint

    public static bool Is(Exception? exception) => exception is DbException database
        && (database.SqlState == PostgreSqlUniqueViolation
            || Has(database, "SqliteExtendedErrorCode", _sqlite)
            || Has(database, "Number", _sqlServer));

    private static bool Has(DbException exception, string property, int[] codes) =>
        exception.GetType().GetProperty(property)?.GetValue(exception) is int code && codes.Contains(code);
}
