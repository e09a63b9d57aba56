using Ordering.WebUi.Hosting;

namespace Ordering.WebUi.Databases;

/// <summary>The databases of both models, and whether their schemas are brought up to date at start.</summary>
/// <param name="Write">The database of the write model.</param>
/// <param name="Read">The database of the read model; it may be of another kind.</param>
/// <param name="MigrateAtStart"><c>Database:MigrateAtStart</c>; null: on SQLite only.</param>
internal sealed record DatabaseChoices(DatabaseChoice Write, DatabaseChoice Read, bool? MigrateAtStart)
{
    public const string MigrateAtStartKey = "Database:MigrateAtStart";
    private const string ProviderKey = "Database:Provider";
    private const string ReadProviderKey = "Database:ReadProvider";

    public static DatabaseChoices From(IConfiguration configuration, IHostEnvironment environment)
    {
        var folder = DataFolder.PathFor(configuration, environment);
        var kind = KindIn(configuration, ProviderKey) ?? DatabaseKind.Sqlite;
        var readKind = KindIn(configuration, ReadProviderKey) ?? kind;
        var write = new ConnectionStringSetting("Write", configuration.GetConnectionString("Write"), folder).ReadAs(kind);
        var read = new ConnectionStringSetting("Read", configuration.GetConnectionString("Read"), folder).ReadAs(readKind);
        return write.Kind == read.Kind && write.Place == read.Place
            ? throw new ConfigurationException(
                $"ConnectionStrings:Write and ConnectionStrings:Read both name {write.Place}; the two models need a "
                + $"{(kind == DatabaseKind.Sqlite ? "file" : "database")} each.")
            : new DatabaseChoices(write, read, FlagIn(configuration, MigrateAtStartKey));
    }

    public DatabaseChoice Of(string model) => model == "write" ? Write : Read;

    public bool MigratesAtStart(string model) => MigrateAtStart ?? Of(model).Kind == DatabaseKind.Sqlite;

    private static DatabaseKind? KindIn(IConfiguration configuration, string key)
    {
        var text = configuration[key];
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var names = Enum.GetNames<DatabaseKind>();
        return names.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<DatabaseKind>(text, ignoreCase: true)
            : throw new ConfigurationException($"{key} is '{text}'; this version of the host knows {string.Join(", ", names)}.");
    }

    private static bool? FlagIn(IConfiguration configuration, string key)
    {
        var text = configuration[key];
        return string.IsNullOrWhiteSpace(text)
            ? null
            : bool.TryParse(text, out var flag) ? flag : throw new ConfigurationException($"{key} is '{text}'; set it to true or false.");
    }
}

/// <summary>Where one of the two models is kept.</summary>
/// <param name="Kind">The kind of database.</param>
/// <param name="ConnectionString">How it is reached; it may hold a password.</param>
/// <param name="Place">What may be said of it aloud: the file, or the database and its server.</param>
internal sealed record DatabaseChoice(DatabaseKind Kind, string ConnectionString, string Place);

/// <summary>The values of <c>Database:Provider</c> and <c>Database:ReadProvider</c>.</summary>
internal enum DatabaseKind
{
    Sqlite,
    SqlServer,
    PostgreSql,
}
