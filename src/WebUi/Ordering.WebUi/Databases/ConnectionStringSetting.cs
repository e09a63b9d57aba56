using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Ordering.Infrastructure;
using Ordering.Infrastructure.PostgreSql;
using Ordering.WebUi.Hosting;

namespace Ordering.WebUi.Databases;

/// <summary>
/// Reads <c>ConnectionStrings:Write</c> or <c>ConnectionStrings:Read</c>. No message repeats any part of a server's connection string: it
/// may be a part of the password.
/// </summary>
/// <param name="Model">Write or Read.</param>
/// <param name="Text">The connection string as it was found.</param>
/// <param name="DataFolder">The folder of a SQLite file that no connection string names.</param>
internal sealed record ConnectionStringSetting(string Model, string? Text, string DataFolder)
{
    private const string PostgreSqlExample = "Host=localhost;Database=ordering_{0};Username=ordering;Password=...";
    private const string SqlServerExample = "Server=localhost;Database=ordering_{0};User "
        + "Id=ordering;Password=...;TrustServerCertificate=true";

    private string Key => $"ConnectionStrings:{Model}";

    private string ModelName => Model.ToLowerInvariant();

    public DatabaseChoice ReadAs(DatabaseKind kind) => kind switch
    {
        DatabaseKind.PostgreSql => ReadAsPostgreSql(),
        DatabaseKind.SqlServer => ReadAsSqlServer(),
        _ => ReadAsSqlite(),
    };

    private DatabaseChoice ReadAsSqlite()
    {
        try
        {
            var connection = new SqliteConnectionStringBuilder(Text);
            var isNamed = !string.IsNullOrWhiteSpace(connection.DataSource);
            connection.DataSource = isNamed
                ? Path.GetFullPath(connection.DataSource)
                : Path.Combine(DataFolder, $"ordering-{ModelName}.db");
            return new DatabaseChoice(DatabaseKind.Sqlite, connection.ConnectionString, connection.DataSource);
        }
        catch (ArgumentException exception)
        {
            throw new ConfigurationException(
                $"{Key} is not a connection string of SQLite ({exception.Message}) Write it like: Data Source=ordering.db", exception);
        }
    }

    private DatabaseChoice ReadAsPostgreSql()
    {
        var place = Parse("PostgreSQL", PostgreSqlExample, () => PostgreSqlExtensions.FindPlace(Text));
        return place is null ? throw Incomplete("Host", PostgreSqlExample) : new DatabaseChoice(DatabaseKind.PostgreSql, Text!, place);
    }

    private DatabaseChoice ReadAsSqlServer()
    {
        var connection = Parse("SQL Server", SqlServerExample, () => new SqlConnectionStringBuilder(Text));
        return string.IsNullOrWhiteSpace(connection.DataSource) || string.IsNullOrWhiteSpace(connection.InitialCatalog)
            ? throw Incomplete("Server", SqlServerExample)
            : new DatabaseChoice(
                DatabaseKind.SqlServer,
                connection.ConnectionString,
                $"{connection.InitialCatalog} on {Credentials.Mask(connection.DataSource)}");
    }

    private TBuilder Parse<TBuilder>(string database, string example, Func<TBuilder> parse)
    {
        if (string.IsNullOrWhiteSpace(Text))
        {
            throw new ConfigurationException(
                $"{Key} is not set, and {database} has no default. Write it like: {string.Format(null, example, ModelName)}");
        }

        try
        {
            return parse();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or NotSupportedException)
        {
            // The exception itself is left behind: it may quote what follows a semicolon in a password.
            throw new ConfigurationException(
                $"{Key} is not a connection string of {database}. Write it like: {string.Format(null, example, ModelName)} "
                + "(a value that contains a semicolon stands in double quotes).");
        }
    }

    private ConfigurationException Incomplete(string server, string example) =>
        new($"{Key} must name both {server} and Database. Write it like: {string.Format(null, example, ModelName)}");
}
