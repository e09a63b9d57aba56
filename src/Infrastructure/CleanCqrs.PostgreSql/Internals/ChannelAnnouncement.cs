using System.Data.Common;
using CleanCqrs.Application.Outbox;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CleanCqrs.PostgreSql.Internals;

/// <summary>PostgreSQL delivers a notification when its transaction commits, and forgets it when it does not.</summary>
internal sealed class ChannelAnnouncement(IOptions<PostgreSqlNotificationOptions> options) : IOutboxAnnouncement
{
    public void Announce(DbTransaction transaction)
    {
        using var command = CommandIn(transaction);
        command.ExecuteNonQuery();
    }

    public async Task AnnounceAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = CommandIn(transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand CommandIn(DbTransaction transaction) => transaction is NpgsqlTransaction { Connection: { } connection } ours
        ? new NpgsqlCommand("SELECT pg_notify($1, '')", connection, ours) { Parameters = { new NpgsqlParameter<string> { TypedValue = options.Value.Channel } } }
        : throw new InvalidOperationException(
            $"UsePostgreSqlNotifications was called, but the write context keeps its data elsewhere ({transaction.GetType().Name}). "
            + "Use it with Npgsql.EntityFrameworkCore.PostgreSQL only.");
}
