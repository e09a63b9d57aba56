using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>One statement for all rows: each column travels as an array, and <c>unnest</c> makes rows of them.</summary>
internal sealed class PostgreSqlRowWriter : IRowWriter
{
    /// <summary>What the driver sends as an array of the type that the column has.</summary>
    private static readonly Dictionary<Type, Func<IReadOnlyList<object?>, Array>> _arrays = new()
    {
        [typeof(string)] = ArrayOf<string?>,
        [typeof(Guid)] = ArrayOf<Guid?>,
        [typeof(bool)] = ArrayOf<bool?>,
        [typeof(short)] = ArrayOf<short?>,
        [typeof(int)] = ArrayOf<int?>,
        [typeof(long)] = ArrayOf<long?>,
        [typeof(float)] = ArrayOf<float?>,
        [typeof(double)] = ArrayOf<double?>,
        [typeof(decimal)] = ArrayOf<decimal?>,
        [typeof(DateTimeOffset)] = ArrayOf<DateTimeOffset?>,
        [typeof(byte[])] = ArrayOf<byte[]?>,
    };

    /// <summary>A cast to a text of a fixed length would cut it.</summary>
    public bool CanWrite(RelationalTypeMapping column) =>
        _arrays.ContainsKey(RowColumn.StoredType(column)) && column.StoreTypeNameBase is not ("character" or "char" or "bpchar");

    public Task<int> WriteAsync(DbContext context, RowBatch rows, CancellationToken cancellationToken)
    {
        var columns = rows.Columns.Select((column, index) => (Column: column, Name: $"c{index}")).ToList();
        var names = columns.Select(item => item.Name);
        var arrays = string.Join(", ", columns.Select((item, index) => $"{{{index}}}::{item.Column.Mapping.StoreTypeNameBase}[]"));
        var changed = $"unnest({arrays}) AS changed({string.Join(", ", names)})";
        var same = string.Join(" AND ", columns.Where(item => item.Column.IsCondition).Select(item => $"stored.{item.Column.Name} = changed.{item.Name}"));
        var written = columns.Where(item => !item.Column.IsCondition).ToList();
        var sql = rows.Change switch
        {
            RowChange.Insert => $"INSERT INTO {rows.Table} ({string.Join(", ", columns.Select(item => item.Column.Name))}) SELECT * FROM {changed}",
            RowChange.Update => $"UPDATE {rows.Table} AS stored SET {string.Join(", ", written.Select(item => $"{item.Column.Name} = changed.{item.Name}"))} "
                + $"FROM {changed} WHERE {same}",
            _ => $"DELETE FROM {rows.Table} AS stored USING {changed} WHERE {same}",
        };
        return context.Database.ExecuteSqlRawAsync(
            sql, rows.Columns.Select(column => _arrays[RowColumn.StoredType(column.Mapping)](column.Values)), cancellationToken);
    }

    private static T[] ArrayOf<T>(IReadOnlyList<object?> values)
    {
        var array = new T[values.Count];
        for (var i = 0; i < array.Length; i++)
        {
            array[i] = (T)values[i]!;
        }

        return array;
    }
}
