using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Generations are in schemas of their own, with the same names of everything within.</summary>
internal sealed class PostgreSqlTables : TableDialect
{
    private const string LockNotAvailable = "55P03";

    public static PostgreSqlTables Instance { get; } = new();

    public override bool HasGlobalIndexNames => false;

    public override bool QuotesWithBrackets => false;

    public override bool HasSchemas => true;

    public override string KeepRows => " FOR SHARE";

    public override string TakeRows => " FOR UPDATE";

    public override string Normalize(string name, bool isQuoted) => isQuoted ? name : name.ToLowerInvariant();

    public override async Task<string?> FindSchemaAsync(DbContext context, CancellationToken cancellationToken) =>
        (await context.Database.SqlQueryRaw<string>("SELECT current_schema()::text AS \"Value\"").ToListAsync(cancellationToken))[0];

    public override TableName Place(TableName current, string? defaultSchema, int number) =>
        current with { Schema = FormattableString.Invariant($"{current.Schema ?? defaultSchema}__g{number}") };

    public override string PlaceIndex(string name, int number) => name;

    /// <remarks>Locking tables takes no snapshot: who has waited sees what was committed meanwhile.</remarks>
    public override Task ShareAsync(DbContext context, IReadOnlyList<TableName> tables, CancellationToken cancellationToken) =>
        ExecuteAsync(context, $"LOCK TABLE {QuoteAll(context, tables)} IN ROW EXCLUSIVE MODE", cancellationToken);

    public override Task HoldAsync(DbContext context, IReadOnlyList<TableName> tables, CancellationToken cancellationToken) =>
        ExecuteAsync(
            context,
            "SET LOCAL lock_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '30s'; "
                + $"LOCK TABLE {QuoteAll(context, tables)} IN EXCLUSIVE MODE",
            cancellationToken);

    public override Task EnterAsync(DbContext context, IReadOnlyCollection<string> schemas, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlRawAsync(
            "SELECT set_config('search_path', {0} || current_setting('search_path'), true) "
                + "WHERE NOT starts_with(current_setting('search_path'), {0})",
            [string.Concat(schemas.Select(schema => $"{Quote(context, schema)}, "))],
            cancellationToken);

    public override async Task<IReadOnlyList<string>> FindObstaclesAsync(
        DbContext context, IReadOnlyList<OwnedTable> tables, string? defaultSchema, CancellationToken cancellationToken)
    {
        var obstacles = new List<string>();
        foreach (var table in tables)
        {
            var (schema, name) = (table.Name.Schema ?? defaultSchema, table.Name.Name);
            var known = table.Table.Indexes.Select(index => index.Name)
                .Concat(table.Table.UniqueConstraints.Select(constraint => constraint.Name)).ToHashSet();
            obstacles.AddRange((await NamesAsync(
                    "SELECT t.tgname::text FROM pg_trigger t WHERE t.tgrelid = o.id AND NOT t.tgisinternal"))
                .Select(trigger => $"the trigger {trigger} of the table {name}"));
            obstacles.AddRange((await NamesAsync(
                    "SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = o.id AND a.attacl IS NOT NULL"))
                .Select(column => $"privileges for the column {column} of the table {name} alone"));
            obstacles.AddRange((await NamesAsync("SELECT p.polname::text FROM pg_policy p WHERE p.polrelid = o.id"))
                .Select(policy => $"the policy {policy} of the table {name}"));
            obstacles.AddRange((await NamesAsync(
                    "SELECT r.ev_class::regclass::text FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid "
                        + "WHERE d.classid = 'pg_rewrite'::regclass AND d.refobjid = o.id AND r.ev_class <> o.id"))
                .Distinct().Select(view => $"the view {view}, which reads the table {name}"));
            obstacles.AddRange((await NamesAsync(
                    "SELECT s.nspname || chr(10) || r.relname FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid "
                        + "JOIN pg_namespace s ON s.oid = r.relnamespace "
                        + "WHERE c.contype = 'f' AND c.confrelid = o.id AND c.conrelid <> o.id"))
                .Except(tables.Select(owned => $"{owned.Name.Schema ?? defaultSchema}\n{owned.Name.Name}"))
                .Select(other => $"the foreign key of the table {other.Split('\n')[1]} to the table {name}"));
            obstacles.AddRange((await NamesAsync(
                    "SELECT p.pubname::text FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid WHERE r.prrelid = o.id"))
                .Select(publication => $"the publication {publication} with the table {name}"));
            obstacles.AddRange((await NamesAsync(
                    "SELECT i.relname::text FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = o.id"))
                .Where(index => !known.Contains(index))
                .Select(index => $"the index {index} of the table {name}, which the model does not know"));

            Task<List<string>> NamesAsync(string query)
            {
                var whole = "SELECT found.name AS \"Value\" FROM (SELECT c.oid AS id FROM pg_class c "
                    + "JOIN pg_namespace n ON n.oid = c.relnamespace "
                    + $"WHERE n.nspname = {{0}} AND c.relname = {{1}}) AS o CROSS JOIN LATERAL ({query}) AS found(name)";
                return context.Database.SqlQueryRaw<string>(whole, schema!, name).ToListAsync(cancellationToken);
            }
        }

        return obstacles;
    }

    public override async Task ExchangeAsync(
        DbContext context, GenerationPlaces former, GenerationPlaces next, CancellationToken cancellationToken)
    {
        await ExecuteAsync(context, "SET LOCAL lock_timeout = '3s'", cancellationToken);
        foreach (var schema in former.Schemas)
        {
            await ExecuteAsync(context, $"CREATE SCHEMA IF NOT EXISTS {Quote(context, schema)}", cancellationToken);
        }

        foreach (var current in next.Tables.Select(table => table.Name))
        {
            var whole = next.WholeNameOf(current);
            await GrantAsync(context, whole, next[current], cancellationToken);
            await MoveAsync(context, whole, former[current].Schema!, cancellationToken);
            await MoveAsync(context, next[current], whole.Schema!, cancellationToken);
        }

        await DropEmptyAsync(context, next.Schemas, cancellationToken);
    }

    public override async Task DropAsync(DbContext context, GenerationPlaces places, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            context,
            $"SET LOCAL lock_timeout = '5s'; DROP TABLE IF EXISTS {QuoteAll(context, places.All)}",
            cancellationToken);
        await DropEmptyAsync(context, places.Schemas, cancellationToken);
    }

    public override bool IsLockTimeout(Exception exception) =>
        exception is DbException { SqlState: LockNotAvailable }
        || (exception.InnerException is { } inner && IsLockTimeout(inner));

    /// <remarks>JSON as text has no equality of its own.</remarks>
    public override string Differs(string left, string right, string columnType) =>
        $"{Groupable(left, columnType)} IS DISTINCT FROM {Groupable(right, columnType)}";

    public override string Groupable(string column, string columnType) => columnType is "json" or "xml" ? $"{column}::text" : column;

    private static Task MoveAsync(DbContext context, TableName table, string schema, CancellationToken cancellationToken) =>
        ExecuteAsync(context, $"ALTER TABLE {Quote(context, table)} SET SCHEMA {Quote(context, schema)}", cancellationToken);

    /// <summary>Who may do what with a table may do the same with the one that takes its place, and it has the same owner.</summary>
    private static async Task GrantAsync(DbContext context, TableName from, TableName to, CancellationToken cancellationToken)
    {
        var statements = await context.Database.SqlQueryRaw<string>(
                """
                SELECT format('ALTER TABLE %I.%I OWNER TO %I', {2}, {3}, pg_get_userbyid(c.relowner)) AS "Value"
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = {0} AND c.relname = {1} AND pg_get_userbyid(c.relowner) <> current_user
                UNION ALL
                SELECT format('GRANT %s ON %I.%I TO %s%s', a.privilege_type, {2}, {3},
                    CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(a.grantee)) END,
                    CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL aclexplode(c.relacl) a
                WHERE n.nspname = {0} AND c.relname = {1} AND a.grantee <> c.relowner
                """,
                from.Schema!, from.Name, to.Schema!, to.Name)
            .ToListAsync(cancellationToken);
        foreach (var statement in statements)
        {
            await ExecuteAsync(context, statement, cancellationToken);
        }
    }

    private static async Task DropEmptyAsync(DbContext context, IEnumerable<string> schemas, CancellationToken cancellationToken)
    {
        foreach (var schema in schemas)
        {
            var tables = await context.Database.SqlQueryRaw<int>(
                    "SELECT count(*)::int AS \"Value\" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = {0}",
                    schema)
                .ToListAsync(cancellationToken);
            if (tables is [0])
            {
                await ExecuteAsync(context, $"DROP SCHEMA IF EXISTS {Quote(context, schema)}", cancellationToken);
            }
        }
    }
}
