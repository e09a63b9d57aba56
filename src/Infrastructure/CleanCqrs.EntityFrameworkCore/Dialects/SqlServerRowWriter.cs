using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>
/// One statement for many rows: they travel as one text of JSON, and <c>OPENJSON</c> makes rows of it. The hint of the join makes it look
/// up each row by its key; rows of others are neither read nor locked.
/// </summary>
internal sealed class SqlServerRowWriter : IRowWriter
{
    /// <summary>From 5,000 on, a statement locks the whole table instead of its rows.</summary>
    private const int MaxRows = 1_000;

    public bool CanWrite(RelationalTypeMapping column) => SqlServerJson.CanHold(column);

    public bool CanWrite(RowBatch rows) => rows.Columns.All(column => column.Values.All(SqlServerJson.CanHold));

    public async Task<int> WriteAsync(DbContext context, RowBatch rows, CancellationToken cancellationToken)
    {
        var sql = TextFor(rows);
        var written = 0;
        for (var start = 0; start < rows.Count; start += MaxRows)
        {
            var json = SqlServerJson.Of(rows, start, Math.Min(MaxRows, rows.Count - start));
            written += await context.Database.ExecuteSqlRawAsync(sql, [json], cancellationToken);
        }

        return written;
    }

    public static string TextFor(RowBatch rows)
    {
        var shape = string.Join(", ", rows.Columns.Select(
            (column, place) => $"c{place} {SqlServerJson.TypeOf(column)} '$[{place}]'"));
        var changed = $"OPENJSON({{0}}) WITH ({shape}) AS changed";
        var stored = $"{changed} INNER LOOP JOIN {rows.Table} AS stored ON {string.Join(" AND ", rows.Conditions.Select(Same))}";
        return rows.Change switch
        {
            EntityState.Added => $"INSERT INTO {rows.Table} ({string.Join(", ", rows.Written.Select(column => column.Name))}) "
                + $"SELECT {string.Join(", ", rows.Written.Select(column => ValueOf(column.Place)))} FROM {changed}",
            EntityState.Modified => $"UPDATE stored "
                + $"SET {string.Join(", ", rows.Written.Select(column => $"{column.Name} = {ValueOf(column.Place)}"))} FROM {stored}",
            _ => $"DELETE stored FROM {stored}",
        };

        string Same((int Place, string Name) column) => $"stored.{column.Name} = {ValueOf(column.Place)}"
            + (rows.Columns[column.Place].Collation is { } collation ? $" COLLATE {collation}" : string.Empty);

        string ValueOf(int place) => SqlServerJson.Read(rows.Columns[place], $"changed.c{place}");
    }
}
