using System.Data.Common;

namespace CleanCqrs.EntityFrameworkCore.Turns;

/// <summary>
/// How long somebody waits for his turn to write: as long as the driver of SQLite would make his thread wait. A transaction waits for the
/// <c>Default Timeout</c> of its connection, 30 seconds unless it says otherwise, a statement for its own.
/// The package of the driver is not referenced here, so its properties are looked up by name.
/// </summary>
internal sealed class SqlitePatience
{
    private const int Busy = 5;
    private const int Shortest = 1;
    private const int Usual = 30;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly Action<int> _set;
    private readonly int _seconds;
    private readonly long _began = TimeProvider.System.GetTimestamp();

    private SqlitePatience(int seconds, TimeSpan time, Action<int> set) => (_seconds, Time, _set) = (seconds, time, set);

    /// <summary>The whole of it, which may be endless.</summary>
    public TimeSpan Time { get; }

    public static SqlitePatience Of(DbConnection connection)
    {
        var timeout = connection.GetType().GetProperty("DefaultTimeout");
        var seconds = timeout?.GetValue(connection) is int stored ? stored : 0;
        return new SqlitePatience(
            seconds, TimeSpan.FromSeconds(seconds > 0 ? seconds : Usual), value => timeout?.SetValue(connection, value));
    }

    public static SqlitePatience Of(DbCommand command) => new(
        command.CommandTimeout,
        command.CommandTimeout > 0 ? TimeSpan.FromSeconds(command.CommandTimeout) : Timeout.InfiniteTimeSpan,
        value => command.CommandTimeout = value);

    /// <summary>
    /// Repeats what finds that somebody else is writing: another process, or somebody who takes no turns. SQLite blocks the thread while it
    /// waits for him, so each wait is short. There is at most one such thread in the process, since all others wait for their turn.
    /// </summary>
    public async Task<T> RepeatWhileBusyAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                _set(Shortest);
                return await work();
            }
            catch (DbException exception) when (IsBusy(exception) && IsLeft)
            {
                await Task.Delay(_pause, cancellationToken);
            }
            finally
            {
                _set(_seconds);
            }
        }
    }

    private bool IsLeft => Time == Timeout.InfiniteTimeSpan || TimeProvider.System.GetElapsedTime(_began) < Time;

    private static bool IsBusy(DbException exception) =>
        exception.GetType().GetProperty("SqliteErrorCode")?.GetValue(exception) is Busy;
}
