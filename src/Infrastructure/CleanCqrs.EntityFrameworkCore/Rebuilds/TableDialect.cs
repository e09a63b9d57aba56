using CleanCqrs.Application.Rebuilds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>What a database has to be told to keep several generations of tables.</summary>
internal abstract class TableDialect
{
    private static readonly Dictionary<string, TableDialect> _byProvider = new()
    {
        ["Microsoft.EntityFrameworkCore.Sqlite"] = SqliteTables.Instance,
        ["Npgsql.EntityFrameworkCore.PostgreSQL"] = PostgreSqlTables.Instance,
    };

    /// <exception cref="RebuildRefusedException">The database is of another kind.</exception>
    public static TableDialect Of(string? providerName) => Find(providerName) ?? throw new RebuildRefusedException(
        $"Projections can't be rebuilt online with the database provider {providerName}. Use SQLite or PostgreSQL for the read context; or "
            + "empty the tables of the projection and its progress, and it fills them from history.");

    public static TableDialect? Find(string? providerName) => _byProvider.GetValueOrDefault(providerName ?? string.Empty);

    /// <summary>Whether names of indexes are those of the whole database, and not of a schema.</summary>
    public abstract bool HasGlobalIndexNames { get; }

    /// <summary>Whether <c>[</c> begins a name.</summary>
    public abstract bool QuotesWithBrackets { get; }

    /// <summary>Whether statements name schemas; otherwise those of the model are only a thought.</summary>
    public abstract bool HasSchemas { get; }

    /// <summary>What stands behind a query so that its rows stay as they are until the end of the transaction.</summary>
    public abstract string KeepRows { get; }

    /// <summary>As the other, for who wants to change them.</summary>
    public abstract string TakeRows { get; }

    /// <summary>A name, as it is compared: two that name the same table are equal.</summary>
    public abstract string Normalize(string name, bool isQuoted);

    /// <summary>The schema of tables that name none.</summary>
    public abstract Task<string?> FindSchemaAsync(DbContext context, CancellationToken cancellationToken);

    /// <summary>Where a table is in a generation that is not the current one.</summary>
    public abstract TableName Place(TableName current, string? defaultSchema, int number);

    public abstract string PlaceIndex(string name, int number);

    /// <summary>Joins those who write some tables, and waits while these are held; before anything was read.</summary>
    public abstract Task ShareAsync(DbContext context, IReadOnlyList<TableName> tables, CancellationToken cancellationToken);

    /// <summary>Waits for those who write some tables, and has others wait, until the end of the transaction. Readers go on.</summary>
    public abstract Task HoldAsync(DbContext context, IReadOnlyList<TableName> tables, CancellationToken cancellationToken);

    /// <summary>In a transaction, has names without a schema mean the tables of a generation.</summary>
    public abstract Task EnterAsync(DbContext context, IReadOnlyCollection<string> schemas, CancellationToken cancellationToken);

    /// <summary>What hangs on tables in the database and would not go along with an exchange, in sentences.</summary>
    public abstract Task<IReadOnlyList<string>> FindObstaclesAsync(
        DbContext context, IReadOnlyList<OwnedTable> tables, string? defaultSchema, CancellationToken cancellationToken);

    /// <summary>In a transaction, moves the current tables to the place of the former ones, and the next ones to that of the current ones.
    /// </summary>
    public abstract Task ExchangeAsync(
        DbContext context, GenerationPlaces former, GenerationPlaces next, CancellationToken cancellationToken);

    /// <summary>In a transaction, drops the tables of a generation.</summary>
    public abstract Task DropAsync(DbContext context, GenerationPlaces places, CancellationToken cancellationToken);

    /// <summary>Whether an error says that others did not give way in time.</summary>
    public abstract bool IsLockTimeout(Exception exception);

    /// <summary>A condition that two values differ, of which either may be missing.</summary>
    public abstract string Differs(string left, string right, string columnType);

    /// <summary>A value by which rows can be grouped.</summary>
    public virtual string Groupable(string column, string columnType) => column;

    /// <summary>A table, as statements name it and as names are compared.</summary>
    public (string? Schema, string Name) Normalize(TableName table) => (
        table.Schema is { } schema && HasSchemas ? Normalize(schema, isQuoted: true) : null,
        Normalize(table.Name, isQuoted: true));

    protected static string Quote(DbContext context, TableName table) =>
        context.GetService<ISqlGenerationHelper>().DelimitIdentifier(table.Name, table.Schema);

    protected static string Quote(DbContext context, string name) => context.GetService<ISqlGenerationHelper>().DelimitIdentifier(name);

    protected static string QuoteAll(DbContext context, IEnumerable<TableName> tables) =>
        string.Join(", ", tables.Select(table => Quote(context, table)));

    /// <summary>Runs statements as they are: what looks like a parameter is none.</summary>
    public static async Task ExecuteAsync(DbContext context, string sql, CancellationToken cancellationToken) =>
        await context.Database.ExecuteSqlRawAsync(
            sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), cancellationToken);
}
