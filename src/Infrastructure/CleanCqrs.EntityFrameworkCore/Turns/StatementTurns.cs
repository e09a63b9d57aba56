using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.EntityFrameworkCore.Turns;

/// <summary>
/// Lets statements that write to a file of SQLite outside of any transaction take turns with the transactions on it: a renewed lease, a
/// changed checkpoint, a row that is saved alone. Only what is executed asynchronously takes turns.
/// </summary>
internal sealed class StatementTurns : DbCommandInterceptor
{
    /// <summary>By reader: what a statement has changed is committed when all that it returns was read.</summary>
    private readonly ConditionalWeakTable<DbDataReader, WriterTurn> _turns = [];

    public static StatementTurns Instance { get; } = new();

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (result.HasResult || QueueOf(command, eventData) is not { } queue)
        {
            return result;
        }

        var (rows, turn) = await ExecuteAsync(queue, command, () => command.ExecuteNonQueryAsync(cancellationToken), cancellationToken);
        turn?.End();
        return InterceptionResult<int>.SuppressWithResult(rows);
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        if (result.HasResult || QueueOf(command, eventData) is not { } queue)
        {
            return result;
        }

        var (reader, turn) = await ExecuteAsync(queue, command, () => command.ExecuteReaderAsync(cancellationToken), cancellationToken);
        if (turn is not null)
        {
            turn.Begin(() => reader.IsClosed);
            _turns.AddOrUpdate(reader, turn);
        }

        return InterceptionResult<DbDataReader>.SuppressWithResult(reader);
    }

    public override InterceptionResult DataReaderDisposing(
        DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        if (_turns.TryGetValue(eventData.DataReader, out var turn))
        {
            _turns.Remove(eventData.DataReader);
            eventData.DataReader.Close();
            turn.End();
        }

        return result;
    }

    private static WriterQueue? QueueOf(DbCommand command, CommandEventData eventData) =>
        command is { Transaction: null, Connection: { } connection } && WritingStatement.Is(command.CommandText)
            ? WriterQueue.Of(eventData.Context, connection)
            : null;

    private static async Task<(T Result, WriterTurn? Turn)> ExecuteAsync<T>(
        WriterQueue queue, DbCommand command, Func<Task<T>> execute, CancellationToken cancellationToken)
    {
        var patience = SqlitePatience.Of(command);
        var turn = await queue.EnterAsync(patience.Time, cancellationToken);
        try
        {
            // Of several, the first ones may have taken effect when another finds the file busy.
            var result = WritingStatement.IsOnly(command.CommandText)
                ? await patience.RepeatWhileBusyAsync(execute, cancellationToken)
                : await execute();
            return (result, turn);
        }
        catch
        {
            turn?.End();
            throw;
        }
    }
}
