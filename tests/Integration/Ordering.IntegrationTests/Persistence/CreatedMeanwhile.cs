using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Ordering.IntegrationTests.Persistence;

/// <summary>Plays the other process that creates the database between the look for it and its creation.</summary>
public sealed class CreatedMeanwhile(string connectionString) : DbCommandInterceptor
{
    public bool HasHappened { get; private set; }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.CommandText.StartsWith("CREATE DATABASE", StringComparison.Ordinal) && !HasHappened)
        {
            HasHappened = true;
            await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres" });
            await using var create = source.CreateCommand(command.CommandText);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        return result;
    }
}
