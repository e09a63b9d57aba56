using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>One prepared statement, executed for each row: there are no round trips to save, and a statement with the values of many rows is slower to read.</summary>
internal sealed class SqliteRowWriter : IRowWriter
{
    public bool CanWrite(RelationalTypeMapping column) => true;

    public async Task<int> WriteAsync(DbContext context, RowBatch rows, CancellationToken cancellationToken)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = TextFor(rows);
        var parameters = rows.Columns.Select((column, index) => column.AddTo(command, $"@p{index}")).ToList();
        var written = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                parameters[i].Value = rows.Columns[i].Values[row] ?? DBNull.Value;
            }

            written += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return written;
    }

    private static string TextFor(RowBatch rows)
    {
        var columns = rows.Columns.Select((column, index) => (Column: column, Parameter: $"@p{index}")).ToList();
        var same = string.Join(" AND ", columns.Where(item => item.Column.IsCondition).Select(item => $"{item.Column.Name} = {item.Parameter}"));
        var set = string.Join(", ", columns.Where(item => !item.Column.IsCondition).Select(item => $"{item.Column.Name} = {item.Parameter}"));
        return rows.Change switch
        {
            RowChange.Insert => $"INSERT INTO {rows.Table} ({string.Join(", ", columns.Select(item => item.Column.Name))}) "
                + $"VALUES ({string.Join(", ", columns.Select(item => item.Parameter))})",
            RowChange.Update => $"UPDATE {rows.Table} SET {set} WHERE {same}",
            _ => $"DELETE FROM {rows.Table} WHERE {same}",
        };
    }
}
