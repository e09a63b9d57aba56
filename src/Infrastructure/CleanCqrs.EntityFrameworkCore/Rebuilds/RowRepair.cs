using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>
/// Makes rows of a table in the current generation those of another one: all that differ, or one by its key. It is done within the
/// database, in one statement for each kind of difference.
/// </summary>
internal sealed class RowRepair
{
    private readonly DbContext _context;
    private readonly string _current;
    private readonly string _next;
    private readonly List<string> _key;
    private readonly List<string> _compared;
    private readonly List<string> _stored;
    private readonly string _same;
    private readonly string _differs;

    public RowRepair(DbContext context, OwnedTable table, GenerationPlaces places)
    {
        _context = context;
        var sql = context.GetService<ISqlGenerationHelper>();
        var (whole, next) = (places.WholeNameOf(table.Name), places[table.Name]);
        (_current, _next) = (sql.DelimitIdentifier(whole.Name, whole.Schema), sql.DelimitIdentifier(next.Name, next.Schema));
        var stored = table.Columns.Where(column => column.ComputedColumnSql is null && !column.IsRowVersion).ToList();
        var compared = stored.FindAll(column => !table.Key.Contains(column.Name) && !table.NotCompared.Contains(column.Name));
        _key = [.. table.Key.Select(sql.DelimitIdentifier)];
        _compared = compared.ConvertAll(column => sql.DelimitIdentifier(column.Name));
        _stored = stored.ConvertAll(column => sql.DelimitIdentifier(column.Name));

        // Without a key no row can be told from another one: all of them are taken.
        _same = _key.Count == 0 ? "1 = 0" : string.Join(" AND ", _key.Select(name => $"c.{name} = n.{name}"));
        _differs = string.Join(
            " OR ", compared.Zip(_compared, (column, name) => places.Dialect.Differs($"c.{name}", $"n.{name}", column.StoreType)));
    }

    /// <summary>Deletes what the other generation does not have.</summary>
    public Task<int> DeleteAsync(IReadOnlyList<object>? key, CancellationToken cancellationToken) => ExecuteAsync(
        $"DELETE FROM {_current} AS c WHERE NOT EXISTS (SELECT 1 FROM {_next} AS n WHERE {_same}){Only("c", key)}", key, cancellationToken);

    /// <summary>Changes what both have, and is not the same.</summary>
    public Task<int> UpdateAsync(IReadOnlyList<object>? key, CancellationToken cancellationToken) => _compared.Count == 0
        ? Task.FromResult(0)
        : ExecuteAsync(
            $"UPDATE {_current} AS c SET {string.Join(", ", _compared.Select(name => $"{name} = n.{name}"))} FROM {_next} AS n "
                + $"WHERE {_same} AND ({_differs}){Only("c", key)}",
            key,
            cancellationToken);

    /// <summary>Inserts what only the other generation has.</summary>
    public Task<int> InsertAsync(IReadOnlyList<object>? key, CancellationToken cancellationToken) => ExecuteAsync(
        $"INSERT INTO {_current} ({string.Join(", ", _stored)}) SELECT {string.Join(", ", _stored.Select(name => $"n.{name}"))} "
            + $"FROM {_next} AS n WHERE NOT EXISTS (SELECT 1 FROM {_current} AS c WHERE {_same}){Only("n", key)}",
        key,
        cancellationToken);

    private string Only(string alias, IReadOnlyList<object>? key) => key is null
        ? string.Empty
        : string.Concat(_key.Select((name, index) => FormattableString.Invariant($" AND {alias}.{name} = {{{index}}}")));

    private Task<int> ExecuteAsync(string statement, IReadOnlyList<object>? key, CancellationToken cancellationToken) =>
        _context.Database.ExecuteSqlRawAsync(statement, key ?? [], cancellationToken);
}
