using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>
/// One prepared statement, executed for each row: there are no round trips to save, and a statement with the values of many rows takes
/// longer to parse.
/// </summary>
internal sealed class SqliteRowWriter : IRowWriter
{
    public bool CanWrite(RelationalTypeMapping column) => true;

    public async Task<int> WriteAsync(DbContext context, RowBatch rows, CancellationToken cancellationToken)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = TextFor(rows);
        var parameters = rows.Columns.Select((column, place) => column.AddTo(command, $"@p{place}")).ToList();
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
        var same = string.Join(" AND ", rows.Conditions.Select(column => $"{column.Name} = @p{column.Place}"));
        return rows.Change switch
        {
            EntityState.Added => $"INSERT INTO {rows.Table} ({string.Join(", ", rows.Written.Select(column => column.Name))}) "
                + $"VALUES ({string.Join(", ", rows.Written.Select(column => $"@p{column.Place}"))})",
            EntityState.Modified => $"UPDATE {rows.Table} "
                + $"SET {string.Join(", ", rows.Written.Select(column => $"{column.Name} = @p{column.Place}"))} WHERE {same}",
            _ => $"DELETE FROM {rows.Table} WHERE {same}",
        };
    }
}
