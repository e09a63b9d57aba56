using System.Data.Common;

namespace CleanCqrs.EntityFrameworkCore.Turns;

/// <summary>The turn of one transaction. It may be ended more than once.</summary>
internal sealed class WriterTurn(WriterQueue queue)
{
    private DbTransaction? _transaction;
    private int _ended;

    public void Begin(DbTransaction transaction) => Volatile.Write(ref _transaction, transaction);

    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            queue.Leave(this);
        }
    }

    /// <summary>A transaction that has ended has no connection any more.</summary>
    public void EndIfOver()
    {
        if (Volatile.Read(ref _transaction) is { Connection: null })
        {
            End();
        }
    }
}
