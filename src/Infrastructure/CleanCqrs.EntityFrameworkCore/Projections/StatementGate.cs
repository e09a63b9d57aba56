using CleanCqrs.EntityFrameworkCore.Turns;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>
/// Lets the statements of a context through until its session is abandoned. From then on none passes, and the connection is closed as soon
/// as none is running: the database rolls the transaction back, and its locks fall. A connection is never touched while it is in use.
/// </summary>
internal sealed class StatementGate(DbContext context)
{
    private readonly Lock _lock = new();
    private int _running;
    private bool _isShut;
    private bool _isClosed;

    public bool IsShut
    {
        get
        {
            lock (_lock)
            {
                return _isShut;
            }
        }
    }

    /// <exception cref="InvalidOperationException">The session was abandoned.</exception>
    public void Enter()
    {
        lock (_lock)
        {
            if (_isShut)
            {
                throw new InvalidOperationException(
                    "This attempt of a projection was abandoned, since it did not end when it was cancelled. Its context takes no more "
                        + "statements.");
            }

            _running++;
        }
    }

    public void Leave() => ChangeAndClose(() => _running--);

    /// <param name="running">The code that does not end: when it does, no statement of it can be running any more.</param>
    public void Shut(Task running)
    {
        ChangeAndClose(() => _isShut = true);
        running.ContinueWith(
            _ => ChangeAndClose(() => _running = 0),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void ChangeAndClose(Action change)
    {
        lock (_lock)
        {
            change();
            if (!_isShut || _isClosed || _running > 0)
            {
                return;
            }

            _isClosed = true;
        }

        var connection = context.Database.GetDbConnection();
        connection.Close();

        // Entity Framework is not told of it, and so tells nobody: whoever waits to write has his turn at once.
        WriterTurns.Instance.End(connection);
    }
}
