using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>
/// Recognises that another transaction was faster: the same work, run again, sees what the other has written. That a row exists already may
/// also be a defect of the work itself; then the error comes again.
/// </summary>
internal static class DatabaseConflict
{
    private static readonly string[] _sqlStates = ["40001", "40P01"]; // serialization failure, deadlock
    private static readonly int[] _sqlServer = [3960, 1205]; // conflict under snapshot isolation, deadlock

    /// <summary>The part of an error that tells of a conflict; <see langword="null"/> when none does.</summary>
    public static Exception? Find(Exception? exception)
    {
        while (exception is not null && !IsConflict(exception))
        {
            exception = exception.InnerException;
        }

        return exception;
    }

    private static bool IsConflict(Exception exception) =>
        exception is DbUpdateConcurrencyException or DBConcurrencyException
        || UniqueViolation.Is(exception)
        || (exception is DbException database && (_sqlStates.Contains(database.SqlState) || _sqlServer.Contains(NumberOf(database))));

    /// <summary>The number of an error of SQL Server, whose driver is not referenced here.</summary>
    private static int NumberOf(DbException exception) =>
        exception.GetType().GetProperty("Number")?.GetValue(exception) is int number ? number : 0;
}
