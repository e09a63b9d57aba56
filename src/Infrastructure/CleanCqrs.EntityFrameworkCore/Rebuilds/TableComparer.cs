using System.Data;
using System.Data.Common;
using System.Globalization;
using CleanCqrs.Application.Rebuilds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>
/// Compares a table in two generations, within the database, in pages along its key. What differs comes out, up to a limit.
/// </summary>
internal sealed class TableComparer
{
    private const int LongestText = 200;

    private readonly DbContext _context;
    private readonly OwnedTable _table;
    private readonly TableDialect _dialect;
    private readonly string _current;
    private readonly string _next;
    private readonly List<string> _key;
    private readonly List<(string Name, string Type)> _columns;
    private readonly string _join;
    private readonly string _differs;

    public TableComparer(DbContext context, OwnedTable table, GenerationPlaces places)
    {
        (_context, _table) = (context, table);
        var sql = context.GetService<ISqlGenerationHelper>();
        var (whole, next) = (places.WholeNameOf(table.Name), places[table.Name]);
        (_current, _next) = (sql.DelimitIdentifier(whole.Name, whole.Schema), sql.DelimitIdentifier(next.Name, next.Schema));
        _dialect = places.Dialect;
        _key = [.. table.Key.Select(sql.DelimitIdentifier)];
        _columns =
        [
            .. table.Columns.Where(column => !table.Key.Contains(column.Name) && !table.NotCompared.Contains(column.Name))
                .Select(column => (sql.DelimitIdentifier(column.Name), column.StoreType)),
        ];
        _join = string.Join(" AND ", _key.Select(name => $"c.{name} = n.{name}"));
        _differs = string.Join(" OR ", new[] { $"c.{_key.FirstOrDefault()} IS NULL", $"n.{_key.FirstOrDefault()} IS NULL" }
            .Concat(_columns.Select(column => places.Dialect.Differs($"c.{column.Name}", $"n.{column.Name}", column.Type))));
    }

    public async Task<(long Current, long Next)> CountAsync(CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(
            $"SELECT (SELECT count(*) FROM {_current}), (SELECT count(*) FROM {_next})", [], cancellationToken);
        return (Convert.ToInt64(rows[0][0], CultureInfo.InvariantCulture), Convert.ToInt64(rows[0][1], CultureInfo.InvariantCulture));
    }

    /// <returns>The differences, and how many rows were compared.</returns>
    public async Task<(List<FoundDifference> Differences, long Rows)> CompareAsync(
        ComparisonOptions options, int maxDifferences, CancellationToken cancellationToken)
    {
        var found = new List<FoundDifference>();
        long rows = 0;
        IReadOnlyList<object>? after = null;
        var sought = options.Rows?.Where(row => row.Table == _table.Name.ToString()).Select(row => row.Key).ToHashSet();
        if (_key.Count == 0)
        {
            var all = sought is { Count: 0 } ? [] : await CompareWithoutKeyAsync(cancellationToken);
            return (
                [.. all.Where(difference => sought?.Contains(difference.Key) ?? true).Take(maxDifferences)],
                (await CountAsync(cancellationToken)).Current);
        }

        for (var page = 0; found.Count < maxDifferences && sought is null or { Count: > 0 }; page++)
        {
            var upTo = await FindEndAsync(after, options.PageSize, cancellationToken);
            if (sought is not null || page % options.EveryPage == 0)
            {
                var differences = (await DifferencesAsync(RangeOf(after, upTo), cancellationToken))
                    .Where(difference => sought?.Contains(difference.Key) ?? true).ToList();
                found.AddRange(differences);
                sought?.ExceptWith(differences.Select(difference => difference.Key));
                rows += upTo is null ? await CountAfterAsync(after, cancellationToken) : options.PageSize;
            }

            if (upTo is null)
            {
                break;
            }

            after = upTo;
        }

        return ([.. found.Take(maxDifferences)], rows);
    }

    /// <summary>Compares rows again.</summary>
    /// <param name="before">What differed before.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public async Task<List<FoundDifference>> CompareAgainAsync(
        IEnumerable<FoundDifference> before, CancellationToken cancellationToken)
    {
        var rows = before.DistinctBy(difference => difference.Key).ToDictionary(difference => difference.Key);
        if (_key.Count == 0)
        {
            return (await CompareWithoutKeyAsync(cancellationToken)).FindAll(difference => rows.ContainsKey(difference.Key));
        }

        var found = new List<FoundDifference>();
        foreach (var row in rows.Values)
        {
            found.AddRange(await DifferencesAsync([("=", row.KeyValues)], cancellationToken));
        }

        return found;
    }

    /// <summary>Rows without a key are the same when each is there as often in both generations, by all that is in it.</summary>
    private async Task<List<FoundDifference>> CompareWithoutKeyAsync(CancellationToken cancellationToken)
    {
        var columns = _columns.ConvertAll(column => _dialect.Groupable(column.Name, column.Type));
        var named = string.Join(", ", columns.Zip(_columns, (value, column) => $"{value} AS {column.Name}"));
        var listed = string.Join(", ", _columns.Select(column => column.Name));
        var rows = await ReadAsync(
            $"SELECT {listed}, sum(c) AS c, sum(n) AS n FROM (SELECT {named}, 1 AS c, 0 AS n FROM {_current} "
                + $"UNION ALL SELECT {named}, 0 AS c, 1 AS n FROM {_next}) AS r GROUP BY {listed} HAVING sum(c) <> sum(n)",
            [],
            cancellationToken);
        return rows.ConvertAll(row =>
        {
            var content = string.Join(", ", _columns.Select((column, i) => $"{column.Name}: {TextOf(row[i])}"));
            return new FoundDifference(
                _table.Name, [], _table.Name.ToString(), content, null, Times(row[^2], content), Times(row[^1], content));
        });

        static string? Times(object count, string content) => Convert.ToInt64(count, CultureInfo.InvariantCulture) switch
        {
            0 => null,
            1 => Short(content),
            var many => FormattableString.Invariant($"{many} times {Short(content)}"),
        };
    }

    private static List<(string Comparison, IReadOnlyList<object> Key)> RangeOf(
        IReadOnlyList<object>? after, IReadOnlyList<object>? upTo) =>
        [.. new[] { (">", after), ("<=", upTo) }.Where(limit => limit.Item2 is not null).Select(limit => (limit.Item1, limit.Item2!))];

    private async Task<IReadOnlyList<object>?> FindEndAsync(
        IReadOnlyList<object>? after, int pageSize, CancellationToken cancellationToken)
    {
        var order = string.Join(", ", _key);
        var (where, parameters) = Condition(RangeOf(after, null));
        var rows = await ReadAsync(
            FormattableString.Invariant($"SELECT {order} FROM {_current}{where} ORDER BY {order} LIMIT 1 OFFSET {pageSize - 1}"),
            parameters,
            cancellationToken);
        return rows.FirstOrDefault();
    }

    private async Task<long> CountAfterAsync(IReadOnlyList<object>? after, CancellationToken cancellationToken)
    {
        var (where, parameters) = Condition(RangeOf(after, null));
        var rows = await ReadAsync($"SELECT count(*) FROM {_current}{where}", parameters, cancellationToken);
        return Convert.ToInt64(rows[0][0], CultureInfo.InvariantCulture);
    }

    private async Task<IEnumerable<FoundDifference>> DifferencesAsync(
        List<(string Comparison, IReadOnlyList<object> Key)> limits, CancellationToken cancellationToken)
    {
        var (where, parameters) = Condition(limits);
        var listed = string.Join(
            ", ", _key.Concat(_columns.Select(column => column.Name)).SelectMany(name => new[] { $"c.{name}", $"n.{name}" }));
        var rows = await ReadAsync(
            $"SELECT {listed} FROM (SELECT * FROM {_current}{where}) AS c FULL JOIN (SELECT * FROM {_next}{where}) AS n ON {_join} "
                + $"WHERE {_differs}",
            parameters,
            cancellationToken);
        return rows.SelectMany(DifferencesIn);
    }

    private IEnumerable<FoundDifference> DifferencesIn(object[] row)
    {
        var keys = Enumerable.Range(0, _key.Count).Select(i => row[2 * i] is DBNull ? row[(2 * i) + 1] : row[2 * i]).ToList();
        var key = string.Join(", ", keys.Select(TextOf));
        if (row[0] is DBNull || row[1] is DBNull)
        {
            yield return Of(null, row[0] is DBNull ? null : RowText(row, 0), row[1] is DBNull ? null : RowText(row, 1));
            yield break;
        }

        for (var i = 0; i < _columns.Count; i++)
        {
            var (current, next) = (row[2 * (_key.Count + i)], row[(2 * (_key.Count + i)) + 1]);
            if (TextOf(current) != TextOf(next) || current is byte[])
            {
                yield return Of(_columns[i].Name.Trim('"'), TextOf(current), TextOf(next));
            }
        }

        FoundDifference Of(string? column, string? current, string? next) =>
            new(_table.Name, keys, _table.Name.ToString(), key, column, Short(current), Short(next));
    }

    private string RowText(object[] row, int side) =>
        string.Join(", ", _columns.Select((column, i) => $"{column.Name}: {TextOf(row[(2 * (_key.Count + i)) + side])}"));

    private static string? TextOf(object value) => value switch
    {
        DBNull => null,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        Array list => $"[{string.Join(", ", list.Cast<object>().Select(TextOf))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string? Short(string? text) => text?.Length > LongestText ? $"{text[..LongestText]}..." : text;

    private (string Where, List<object> Parameters) Condition(List<(string Comparison, IReadOnlyList<object> Key)> limits)
    {
        var parameters = new List<object>();
        var conditions = limits.ConvertAll(limit =>
        {
            var values = limit.Key.Select(value =>
            {
                parameters.Add(value);
                return FormattableString.Invariant($"@k{parameters.Count - 1}");
            }).ToList();
            return $"({string.Join(", ", _key)}) {limit.Comparison} ({string.Join(", ", values)})";
        });
        return (conditions.Count == 0 ? string.Empty : $" WHERE {string.Join(" AND ", conditions)}", parameters);
    }

    private async Task<List<object[]>> ReadAsync(string sql, List<object> parameters, CancellationToken cancellationToken)
    {
        var connection = _context.Database.GetDbConnection();
        var isOpened = connection.State != ConnectionState.Open;
        if (isOpened)
        {
            await _context.Database.OpenConnectionAsync(cancellationToken);
        }

        try
        {
            await using var command = connection.CreateCommand();
            command.Transaction = _context.Database.CurrentTransaction?.GetDbTransaction();
            command.CommandText = sql;
            for (var i = 0; i < parameters.Count; i++)
            {
                command.Parameters.Add(ParameterOf(command, i, parameters[i]));
            }

            return await ReadAsync(command, cancellationToken);
        }
        finally
        {
            if (isOpened)
            {
                await _context.Database.CloseConnectionAsync();
            }
        }
    }

    private static async Task<List<object[]>> ReadAsync(DbCommand command, CancellationToken cancellationToken)
    {
        var rows = new List<object[]>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(values);
        }

        return rows;
    }

    private static DbParameter ParameterOf(DbCommand command, int index, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = FormattableString.Invariant($"@k{index}");
        parameter.Value = value;
        return parameter;
    }
}
