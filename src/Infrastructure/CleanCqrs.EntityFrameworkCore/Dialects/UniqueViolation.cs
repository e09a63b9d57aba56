using System.Data.Common;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>Recognises that a row with the same key was there before, in the words of each database.</summary>
internal static class UniqueViolation
{
    private const string SqliteConstraint = "SQLite Error 19:";
    private const string SqlStandardUniqueViolation = "23505";

    public static bool Is(Exception? exception) => exception is DbException database
        && (database.SqlState == SqlStandardUniqueViolation || database.Message.StartsWith(SqliteConstraint, StringComparison.Ordinal));
}
