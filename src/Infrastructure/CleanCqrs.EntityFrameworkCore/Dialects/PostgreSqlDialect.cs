using System.Data;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>The clock of the moment: <c>now()</c> would be the start of the transaction. Times have microseconds and no offset.</summary>
internal sealed class PostgreSqlDialect : Dialect
{
    public override string Now => "clock_timestamp()";

    public override ValueConverter Times { get; } =
        new ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time);

    public override string UnlimitedText => "text";

    public override string Annotations => "Npgsql:";

    /// <summary>
    /// The planner counts a condition on the status as work. With it, an index of pending messages looks no better than the primary key
    /// while nearly all messages are pending, and a relay that works through such a backlog would read past all that it has published
    /// already.
    /// </summary>
    public override bool IndexesPendingByPositionAlone => true;

    public override string True => "TRUE";

    public override string NullId => "NULL::uuid";

    public override IRowWriter RowWriter { get; } = new PostgreSqlRowWriter();

    public override string EndIdleTransaction => "SET LOCAL idle_in_transaction_session_timeout = '5s'";

    public override string PlacesOfJson =>
        "(SELECT s AS stream_id, v AS stream_version FROM json_to_recordset({0}::json) AS listed(s text, v bigint)) AS place";

    public override IsolationLevel Isolation => IsolationLevel.RepeatableRead;

    public override string TakeTurn => $$"""
        SET LOCAL lock_timeout = '{{TurnTimeout}}s';
        SELECT pg_advisory_xact_lock(hashtextextended({0}, 0))
        """;

    public override string ShareTurn =>
        "SELECT pg_try_advisory_xact_lock_shared(hashtextextended({0}, 0))::int AS \"Value\"";

    protected override string Counting => "IdentityByDefaultColumn";

    public override string NowPlus(string milliseconds) => $"(clock_timestamp() + {milliseconds} * interval '1 millisecond')";
}
