using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.EntityFrameworkCore.Turns;

/// <summary>
/// Lets transactions on a file of SQLite begin one after the other. A turn lasts as long as its transaction, which is as long as SQLite
/// would make everybody else wait: so nobody waits here for whom he would not wait there. Only transactions that are begun asynchronously
/// take turns; others wait in SQLite, as they did.
/// </summary>
internal sealed class WriterTurns : DbConnectionInterceptor, IDbTransactionInterceptor
{
    private const string InMemory = ":memory:";
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>By transaction, which tells when it is over, and by connection, in case that it does not.</summary>
    private readonly ConditionalWeakTable<object, WriterTurn> _turns = [];

    public static WriterTurns Instance { get; } = new();

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        if (result.HasResult
            || Dialect.Find(eventData.Context?.Database.ProviderName) is not SqliteDialect
            || connection.DataSource is "" or InMemory)
        {
            return result;
        }

        End(connection);
        var began = TimeProvider.System.GetTimestamp();
        var patience = SqlitePatience.Of(connection);
        var turn = await WriterQueue.Of(connection.DataSource).EnterAsync(patience.Time, cancellationToken);
        try
        {
            var transaction = await BeginAsync(connection, eventData.IsolationLevel, patience, began, cancellationToken);
            turn?.Begin(transaction);
            if (turn is not null)
            {
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

    /// <summary>
    /// Another process may be writing. SQLite blocks the thread while it waits for it, so each wait is short, and it is repeated. There is
    /// at most one such thread in the process, since all others wait for their turn.
    /// </summary>
    private static async Task<DbTransaction> BeginAsync(
        DbConnection connection, IsolationLevel isolation, SqlitePatience patience, long began, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var shortly = patience.Shorten();
                return await connection.BeginTransactionAsync(isolation, cancellationToken);
            }
            catch (DbException exception) when (
                SqlitePatience.IsBusy(exception) && TimeProvider.System.GetElapsedTime(began) < patience.Time)
            {
                await Task.Delay(_pause, cancellationToken);
            }
        }
    }

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
