using System.Collections.Concurrent;
using System.Data.Common;
using System.Threading.Channels;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Turns;

/// <summary>
/// Who of this process may write to a file of SQLite, which has one writer at a time. Waiting here costs no thread; SQLite itself makes a
/// writer wait by blocking its thread, and many of them leave none for anything else.
/// </summary>
internal sealed class WriterQueue
{
    private const string InMemory = ":memory:";
    private static readonly ConcurrentDictionary<string, WriterQueue> _queues = new(StringComparer.Ordinal);
    private static readonly TimeSpan _lookInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Holds one item while nobody writes; who gets it has the turn, in the order of asking.</summary>
    private readonly Channel<bool> _free = Channel.CreateBounded<bool>(1);
    private volatile WriterTurn? _taken;

    private WriterQueue() => _free.Writer.TryWrite(true);

    /// <summary>The queue of the file that a connection is to, or <see langword="null"/> if it is to none: memory is not shared.</summary>
    public static WriterQueue? Of(DbContext? context, DbConnection connection) =>
        Dialect.Find(context?.Database.ProviderName) is SqliteDialect && connection.DataSource is not ("" or InMemory)
            ? Of(connection.DataSource)
            : null;

    public static WriterQueue Of(string file) => _queues.GetOrAdd(Path.GetFullPath(file), _ => new WriterQueue());

    /// <summary>Waits for a turn.</summary>
    /// <returns>
    /// The turn, or <see langword="null"/> when it has not come in time: somebody may wait for himself, with a transaction around this one.
    /// SQLite will tell him so.
    /// </returns>
    public async Task<WriterTurn?> EnterAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_free.Reader.TryRead(out _))
        {
            // Nobody is overtaken: to who waits, the item goes at once.
            return Take();
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        var free = _free.Reader.ReadAsync(deadline.Token).AsTask();
        try
        {
            while (!free.IsCompleted)
            {
                // A transaction that is only disposed tells nobody.
                _taken?.EndIfOver();
                await Task.WhenAny(free, Task.Delay(_lookInterval, CancellationToken.None));
            }

            await free;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        return Take();
    }

    public void Leave(WriterTurn turn)
    {
        Interlocked.CompareExchange(ref _taken, null, turn);
        _free.Writer.TryWrite(true);
    }

    private WriterTurn Take()
    {
        var turn = new WriterTurn(this);
        _taken = turn;
        return turn;
    }
}
