using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>The clock of the moment: <c>now()</c> would be the start of the transaction. Times have microseconds and no offset.</summary>
internal sealed class PostgreSqlDialect : IDialect
{
    public string Now => "clock_timestamp()";

    public ValueConverter Times { get; } = new ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time);

    public string? TextCollation => null;

    /// <summary>
    /// The planner counts a condition on the status as work: with it, an index of pending messages looks no better than the primary key while nearly all messages are
    /// pending, and a relay that then works through a backlog would read past all that it has published already.
    /// </summary>
    public IReadOnlyList<string> PendingIndex { get; } = [nameof(OutboxMessageRow.Position)];

    public IRowWriter RowWriter { get; } = new PostgreSqlRowWriter();

    public string EndWhenSilent => "SET LOCAL idle_in_transaction_session_timeout = '5s'";

    public string? TextsOf => null;

    public string NowPlus(string milliseconds) => $"(clock_timestamp() + {milliseconds} * interval '1 millisecond')";
}
