using System.Data.Common;
using System.Reflection;

namespace CleanCqrs.EntityFrameworkCore.Turns;

/// <summary>
/// How long a connection of SQLite waits for its turn to write: its setting <c>Default Timeout</c>, 30 seconds unless it says otherwise.
/// The package of the driver is not referenced here, so its properties are looked up by name.
/// </summary>
internal sealed class SqlitePatience
{
    private const int Busy = 5;
    private const int Shortest = 1;
    private static readonly TimeSpan _usual = TimeSpan.FromSeconds(30);

    private readonly DbConnection _connection;
    private readonly PropertyInfo? _timeout;
    private readonly int _seconds;

    private SqlitePatience(DbConnection connection)
    {
        _connection = connection;
        _timeout = connection.GetType().GetProperty("DefaultTimeout");
        _seconds = _timeout?.GetValue(connection) is int seconds ? seconds : 0;
    }

    public TimeSpan Time => _seconds > 0 ? TimeSpan.FromSeconds(_seconds) : _usual;

    public static SqlitePatience Of(DbConnection connection) => new(connection);

    /// <summary>Whether somebody else is writing.</summary>
    public static bool IsBusy(DbException exception) =>
        exception.GetType().GetProperty("SqliteErrorCode")?.GetValue(exception) is Busy;

    /// <summary>Has the driver give up soon, until what is returned is disposed.</summary>
    public IDisposable Shorten()
    {
        _timeout?.SetValue(_connection, Shortest);
        return new Restored(this);
    }

    private sealed class Restored(SqlitePatience patience) : IDisposable
    {
        public void Dispose() => patience._timeout?.SetValue(patience._connection, patience._seconds);
    }
}
