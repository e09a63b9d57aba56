using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>
/// Generations have names of their own, and so have their indexes. There is one writer, who may change the schema as well.
/// </summary>
internal sealed class SqliteTables : TableDialect
{
    public static SqliteTables Instance { get; } = new();

    public override bool HasGlobalIndexNames => true;

    public override bool QuotesWithBrackets => true;

    public override bool HasSchemas => false;

    public override string KeepRows => string.Empty;

    public override string TakeRows => string.Empty;

    public override string Normalize(string name, bool isQuoted) => name.ToUpperInvariant();

    public override Task<string?> FindSchemaAsync(DbContext context, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    public override TableName Place(TableName current, string? defaultSchema, int number) =>
        current with { Name = FormattableString.Invariant($"{current.Name}__g{number}") };

    public override string PlaceIndex(string name, int number) => FormattableString.Invariant($"{name}__g{number}");

    public override Task ShareAsync(DbContext context, IReadOnlyList<TableName> tables, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override Task HoldAsync(DbContext context, IReadOnlyList<TableName> tables, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override Task EnterAsync(DbContext context, IReadOnlyCollection<string> schemas, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override async Task<IReadOnlyList<string>> FindObstaclesAsync(
        DbContext context, IReadOnlyList<OwnedTable> tables, string? defaultSchema, CancellationToken cancellationToken)
    {
        var obstacles = new List<string>();
        foreach (var table in tables)
        {
            var name = table.Name.Name;
            var known = table.Table.Indexes.Select(index => index.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            obstacles.AddRange((await NamesAsync("type = 'trigger' AND tbl_name = {0} COLLATE NOCASE"))
                .Select(trigger => $"the trigger {trigger} of the table {name}"));
            obstacles.AddRange((await NamesAsync("type = 'index' AND sql IS NOT NULL AND tbl_name = {0} COLLATE NOCASE"))
                .Where(index => !known.Contains(index))
                .Select(index => $"the index {index} of the table {name}, which the model does not know"));
            obstacles.AddRange((await NamesAsync("type = 'view' AND instr(lower(sql), lower({0})) > 0"))
                .Select(view => $"the view {view}, which names the table {name}"));
            obstacles.AddRange((await NamesAsync(
                    "type = 'table' AND name IN (SELECT m.name FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f "
                        + "WHERE m.type = 'table' AND f.\"table\" = {0} COLLATE NOCASE)"))
                .Where(other => !tables.Any(owned => string.Equals(owned.Name.Name, other, StringComparison.OrdinalIgnoreCase)))
                .Select(other => $"the foreign key of the table {other} to the table {name}"));

            Task<List<string>> NamesAsync(string condition)
            {
                var query = $"SELECT name AS \"Value\" FROM sqlite_master WHERE {condition}";
                return context.Database.SqlQueryRaw<string>(query, name).ToListAsync(cancellationToken);
            }
        }

        return obstacles;
    }

    public override async Task ExchangeAsync(
        DbContext context, GenerationPlaces former, GenerationPlaces next, CancellationToken cancellationToken)
    {
        foreach (var (current, aside) in next.Tables.Select(table => (table.Name, former[table.Name])))
        {
            await DropIndexesAsync(context, current.Name, cancellationToken);
            await DropIndexesAsync(context, next[current].Name, cancellationToken);
            await RenameAsync(context, current, aside, cancellationToken);
            await RenameAsync(context, next[current], current, cancellationToken);
        }

        await GenerationTables.CreateIndexesAsync(context, former, isCurrent: false, cancellationToken);
        await GenerationTables.CreateIndexesAsync(context, next, isCurrent: true, cancellationToken);
    }

    public override async Task DropAsync(DbContext context, GenerationPlaces places, CancellationToken cancellationToken)
    {
        await ExecuteAsync(context, "PRAGMA defer_foreign_keys = ON", cancellationToken);
        foreach (var table in places.All)
        {
            await ExecuteAsync(context, $"DROP TABLE IF EXISTS {Quote(context, table)}", cancellationToken);
        }
    }

    public override bool IsLockTimeout(Exception exception) => false;

    public override string Differs(string left, string right, string columnType) => $"{left} IS NOT {right}";

    private static async Task DropIndexesAsync(DbContext context, string table, CancellationToken cancellationToken)
    {
        var names = await context.Database.SqlQueryRaw<string>(
                "SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = {0} COLLATE NOCASE",
                table)
            .ToListAsync(cancellationToken);
        foreach (var name in names)
        {
            await ExecuteAsync(context, $"DROP INDEX {Quote(context, name)}", cancellationToken);
        }
    }

    private static Task RenameAsync(DbContext context, TableName from, TableName to, CancellationToken cancellationToken) =>
        ExecuteAsync(context, $"ALTER TABLE {Quote(context, from)} RENAME TO {Quote(context, to.Name)}", cancellationToken);
}
