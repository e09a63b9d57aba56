using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>What the library has to say differently to each database. Everything else is SQL that all of them understand.</summary>
internal abstract class Dialect
{
    /// <summary>How many seconds a unit of work waits for its turn at most.</summary>
    protected const int TurnTimeout = 10;

    private static readonly Dictionary<string, Dialect> _byProvider = new()
    {
        ["Microsoft.EntityFrameworkCore.Sqlite"] = new SqliteDialect(),
        ["Npgsql.EntityFrameworkCore.PostgreSQL"] = new PostgreSqlDialect(),
        ["Microsoft.EntityFrameworkCore.SqlServer"] = new SqlServerDialect(),
    };

    /// <summary>
    /// The time by the clock of the database, as an expression of the type in which the database keeps a <see cref="DateTimeOffset"/>.
    /// </summary>
    public abstract string Now { get; }

    /// <summary>
    /// How a <see cref="DateTimeOffset"/> is kept, or <see langword="null"/> where the database keeps and compares it as it is.
    /// </summary>
    public virtual ValueConverter? Times => null;

    /// <summary>
    /// The collation that compares texts code unit by code unit, or <see langword="null"/> where that is the default. SQL Server leaves out
    /// spaces at the end all the same.
    /// </summary>
    public virtual string? TextCollation => null;

    /// <summary>The type of texts of any length. Said explicitly, no convention shortens them.</summary>
    public abstract string UnlimitedText { get; }

    /// <summary>
    /// What the annotations of this database begin with. Its conventions put some into a model before anything else is in it.
    /// </summary>
    public virtual string? Annotations => null;

    /// <summary>Whether pending messages are indexed by their position alone, and not by their status first.</summary>
    public virtual bool IndexesPendingByPositionAlone => false;

    /// <summary>A condition that holds, as it is compared with a column of that type.</summary>
    public virtual string True => "1";

    /// <summary>A missing id, of the type in which ids are kept.</summary>
    public virtual string NullId => "NULL";

    /// <summary>Writes many rows at once.</summary>
    public abstract IRowWriter RowWriter { get; }

    /// <summary>
    /// Whether rows have to be named by their keys wherever that is possible: the planner may read, and lock, many more otherwise.
    /// </summary>
    public virtual bool NeedsKeys => false;

    /// <summary>
    /// What stands behind the name of a table to be changed, so that a row which somebody else has locked is left out and not waited for.
    /// </summary>
    public virtual string SkipLocked => string.Empty;

    /// <summary>
    /// Lets the database end the current transaction when its client sends nothing for a while. A process that is stopped in the middle of
    /// a transaction would otherwise keep its locks for as long, and nobody could take over. <see langword="null"/> where the database has
    /// no such means.
    /// </summary>
    public virtual string? EndIdleTransaction => null;

    /// <summary>
    /// A query for the texts of a JSON array, <c>{0}</c>, as a column <c>Value</c>; <see langword="null"/> where a list can be compared
    /// with a column as it is.
    /// </summary>
    public virtual string? TextsOfJson => null;

    /// <summary>
    /// The places <c>[{"s": stream, "v": version}, ...]</c> of a JSON array, <c>{0}</c>, as a table <c>place</c> with the columns
    /// <c>stream_id</c> and <c>stream_version</c>; <see langword="null"/> where the database has no such means.
    /// </summary>
    public virtual string? PlacesOfJson => null;

    /// <summary>
    /// The isolation in which two transactions can't both change what they have read: the later one fails, and is repeated. On SQLite,
    /// which has one writer, every transaction is like that.
    /// </summary>
    public virtual IsolationLevel Isolation => IsolationLevel.Unspecified;

    /// <summary>
    /// A query for 1 where the database allows that isolation, or <see langword="null"/> where it always does. Otherwise transactions lock
    /// what they read, and of two that want to change it one is chosen as the victim of a deadlock.
    /// </summary>
    public virtual string? AllowsIsolation => null;

    /// <summary>
    /// A query for 1 where readers do not wait for writers, or <see langword="null"/> where they never do.
    /// </summary>
    public virtual string? ReadsWithoutWaiting => null;

    /// <summary>
    /// Waits for a lock named <c>{0}</c>, and holds it until the end of the transaction; <see langword="null"/> where there is one writer
    /// anyway.
    /// </summary>
    public virtual string? TakeTurn => null;

    /// <summary>
    /// Asks for a share of the lock named <c>{0}</c> until the end of the transaction, without waiting: 1 as <c>Value</c> where nobody
    /// holds it, else 0. Several may share it while nobody has taken it for a turn.
    /// </summary>
    public virtual string? ShareTurn => null;

    /// <summary>
    /// The name of the value, among those of the enumeration that the provider has for it, that makes the database count a column itself.
    /// </summary>
    protected virtual string? Counting => null;

    /// <summary>
    /// The dialect of a model that is being built. SQLite leaves no trace in it, and what suits SQLite can be stored anywhere.
    /// </summary>
    public static Dialect OfModel(IReadOnlyModel model)
    {
        var names = model.GetAnnotations().Select(annotation => annotation.Name).ToList();
        return _byProvider.Values.Where(dialect => dialect.Annotations is not null)
            .FirstOrDefault(dialect => names.Exists(name => name.StartsWith(dialect.Annotations!, StringComparison.Ordinal)))
            ?? _byProvider["Microsoft.EntityFrameworkCore.Sqlite"];
    }

    public static Dialect? Find(string? providerName) => _byProvider.GetValueOrDefault(providerName ?? string.Empty);

    public static Dialect Of(string? providerName) => Find(providerName)
        ?? throw new InvalidOperationException(
            $"The outbox can't be kept with the database provider {providerName}. "
            + $"Use one of {string.Join(", ", _byProvider.Keys)} for the write context.");

    /// <summary>A query for that time.</summary>
    protected string AskTime => $"SELECT {Now} AS \"Value\"";

    /// <summary>Asks the database for that time.</summary>
    public virtual async Task<DateTimeOffset> ReadTimeAsync(DatabaseFacade database, CancellationToken cancellationToken) =>
        (await database.SqlQueryRaw<DateTimeOffset>(AskTime).ToListAsync(cancellationToken))[0];

    /// <summary>That time, and some more.</summary>
    /// <param name="milliseconds">An expression: how much more.</param>
    public abstract string NowPlus(string milliseconds);

    public ValueConverter? ConverterOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset) ? Times : null;

    /// <summary>
    /// How a column says that the database counts it. The packages of the providers are not referenced here, so the enumeration is taken
    /// from what the provider's conventions have said of the whole model.
    /// </summary>
    public IAnnotation? FindCounting(IReadOnlyModel model)
    {
        var strategy = $"{Annotations}ValueGenerationStrategy";
        return Counting is { } counting && model.FindAnnotation(strategy)?.Value is { } value
            ? new Annotation(strategy, Enum.Parse(value.GetType(), counting))
            : null;
    }
}
