using Npgsql;

namespace CleanCqrs.PostgreSql.Notifications;

/// <summary>A connection outside the pool, whose death is noticed also while nothing is said.</summary>
internal static class OwnConnection
{
    /// <summary>In seconds.</summary>
    private const int KeepAlive = 15;

    /// <summary>In seconds: how long opening it, and each command, may take.</summary>
    private const int Timeout = 5;

    public static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString)
            {
                Pooling = false,
                KeepAlive = KeepAlive,
                Timeout = Timeout,
                CommandTimeout = Timeout,
            }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
