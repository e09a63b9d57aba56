using Microsoft.Data.SqlClient;
using Xunit;

namespace TestSupport.Databases;

/// <summary>
/// The server that <c>CLEANCQRS_TEST_SQLSERVER</c> names. There is none to be had for free on every machine: a test that needs it is
/// built, or a case of it listed, only where there is one.
/// </summary>
public static class SqlServerInstance
{
    private const string Variable = "CLEANCQRS_TEST_SQLSERVER";

    public static bool IsThere => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    private static string ConnectionString
    {
        get
        {
            Assert.SkipUnless(
                IsThere, $"There is no SQL Server: set {Variable} to the connection string of one on which tests may create databases.");
            return Environment.GetEnvironmentVariable(Variable)!;
        }
    }

    /// <summary>The name of a database that nobody has, as part of a connection string of its own.</summary>
    public static string ConnectionToNewDatabase() =>
        new SqlConnectionStringBuilder(ConnectionString) { InitialCatalog = $"test_{Guid.NewGuid():N}" }.ToString();

    public static async Task DropAsync(string connectionString)
    {
        var name = new SqlConnectionStringBuilder(connectionString).InitialCatalog;
        await using (var pooled = new SqlConnection(connectionString))
        {
            SqlConnection.ClearPool(pooled);
        }

        await using var connection = new SqlConnection(
            new SqlConnectionStringBuilder(ConnectionString) { InitialCatalog = "master" }.ToString());
        await connection.OpenAsync(CancellationToken.None);
        await using var drop = new SqlCommand(
            $"IF DB_ID('{name}') IS NOT NULL BEGIN ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; "
            + $"DROP DATABASE [{name}]; END",
            connection);
        await drop.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
