using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>
/// Opens SQLite connections the way a server needs them: a commit that was answered survives a power cut (<c>synchronous=FULL</c>), and a
/// second writer waits inside SQLite for a moment, in steps of milliseconds, instead of failing (<c>busy_timeout</c>); a longer wait is the
/// driver's business, up to the <c>Default Timeout</c> of the connection. The write-ahead log, which keeps
/// readers and the writer from blocking each other, is a property of the file: Entity Framework switches it on when it creates one. Add it
/// with <c>options.AddInterceptors(new SqliteConnectionSettings())</c>.
/// </summary>
public sealed class SqliteConnectionSettings : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=1000;";

    /// <inheritdoc />
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
