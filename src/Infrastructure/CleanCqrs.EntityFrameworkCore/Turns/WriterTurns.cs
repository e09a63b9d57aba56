using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.EntityFrameworkCore.Turns;

/// <summary>
/// Lets transactions on a file of SQLite begin one after the other. A turn lasts as long as its transaction, which is as long as SQLite
/// would make everybody else wait: so nobody waits here for whom he would not wait there. Only transactions that are begun asynchronously
/// take turns; others wait in SQLite, as they did. Statements outside of any transaction have turns of their own:
/// <see cref="StatementTurns"/>.
/// </summary>
internal sealed class WriterTurns : DbConnectionInterceptor, IDbTransactionInterceptor
{
    /// <summary>By transaction, which tells when it is over, and by connection, in case that it does not.</summary>
    private readonly ConditionalWeakTable<object, WriterTurn> _turns = [];

    public static WriterTurns Instance { get; } = new();

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        if (result.HasResult || WriterQueue.Of(eventData.Context, connection) is not { } queue)
        {
            return result;
        }

        End(connection);
        var patience = SqlitePatience.Of(connection);
        var turn = await queue.EnterAsync(patience.Time, cancellationToken);
        try
        {
            var transaction = await patience.RepeatWhileBusyAsync(
                () => connection.BeginTransactionAsync(eventData.IsolationLevel, cancellationToken).AsTask(), cancellationToken);
            if (turn is not null)
            {
                // A transaction that has ended has no connection any more.
                turn.Begin(() => transaction.Connection is null);
                _turns.AddOrUpdate(connection, turn);
                _turns.AddOrUpdate(transaction, turn);
            }

            return InterceptionResult<DbTransaction>.SuppressWithResult(transaction);
        }
        catch
        {
            turn?.End();
            throw;
        }
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => End(transaction);

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        EndAsync(transaction);

    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => End(transaction);

    public Task TransactionRolledBackAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        EndAsync(transaction);

    public override void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) => End(connection);

    public override Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData) => EndAsync(connection);

    private Task EndAsync(object key)
    {
        End(key);
        return Task.CompletedTask;
    }

    /// <param name="key">The transaction that is over, or the connection that is closed.</param>
    internal void End(object key)
    {
        if (_turns.TryGetValue(key, out var turn))
        {
            _turns.Remove(key);
            turn.End();
        }
    }
}
