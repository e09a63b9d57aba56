using Microsoft.Data.Sqlite;

namespace Ordering.WebUi.Composition;

/// <summary>The two SQLite files: where <c>ConnectionStrings:Write</c> and <c>ConnectionStrings:Read</c> say, else in the data folder.</summary>
internal sealed record SqliteDatabases(SqliteConnectionStringBuilder Write, SqliteConnectionStringBuilder Read)
{
    public static SqliteDatabases From(IConfiguration configuration, IHostEnvironment environment)
    {
        var folder = DataFolder.PathFor(configuration, environment);
        var databases = new SqliteDatabases(Parse(configuration, "Write", folder), Parse(configuration, "Read", folder));
        return databases.Write.DataSource == databases.Read.DataSource
            ? throw new ConfigurationException(
                $"ConnectionStrings:Write and ConnectionStrings:Read both name {databases.Write.DataSource}; the two models need a file each.")
            : databases;
    }

    private static SqliteConnectionStringBuilder Parse(IConfiguration configuration, string model, string folder)
    {
        var text = configuration.GetConnectionString(model);
        try
        {
            var connection = new SqliteConnectionStringBuilder(text);
            var file = string.IsNullOrWhiteSpace(connection.DataSource) ? $"ordering-{model.ToLowerInvariant()}.db" : connection.DataSource;
            connection.DataSource = Path.GetFullPath(file, string.IsNullOrWhiteSpace(connection.DataSource) ? folder : Environment.CurrentDirectory);
            return connection;
        }
        catch (ArgumentException exception)
        {
            throw new ConfigurationException(
                $"ConnectionStrings:{model} is not a connection string of SQLite ({exception.Message}) Write it like: Data Source=ordering.db", exception);
        }
    }
}
