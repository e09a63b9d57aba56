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
        var names = rows.Columns.Select((_, place) => $"c{place}");
        var arrays = rows.Columns.Select((column, place) => $"{{{place}}}::{column.Mapping.StoreTypeNameBase}[]");
        var changed = $"unnest({string.Join(", ", arrays)}) AS changed({string.Join(", ", names)})";
        var same = string.Join(" AND ", rows.Conditions.Select(column => $"stored.{column.Name} = changed.c{column.Place}"));
        var sql = rows.Change switch
        {
            EntityState.Added => $"INSERT INTO {rows.Table} ({string.Join(", ", rows.Written.Select(column => column.Name))}) "
                + $"SELECT * FROM {changed}",
            EntityState.Modified => $"UPDATE {rows.Table} AS stored "
                + $"SET {string.Join(", ", rows.Written.Select(column => $"{column.Name} = changed.c{column.Place}"))} "
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
