using System.Data;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>The clock in UTC, with its offset, since it is compared with columns that have one.</summary>
internal sealed class SqlServerDialect : Dialect
{
    public override string Now => "TODATETIMEOFFSET(SYSUTCDATETIME(), 0)";

    public override string TextCollation => "Latin1_General_100_BIN2";

    public override string UnlimitedText => "nvarchar(max)";

    public override string Annotations => "SqlServer:";

    public override string NullId => "CAST(NULL AS uniqueidentifier)";

    public override IRowWriter RowWriter { get; } = new SqlServerRowWriter();

    /// <summary>It locks every row that it has to look at, until it knows that the row is not meant.</summary>
    public override bool NeedsKeys => true;

    /// <summary>With row versions, READPAST is allowed together with READCOMMITTEDLOCK only.</summary>
    public override string SkipLocked => " WITH (READCOMMITTEDLOCK, READPAST, ROWLOCK)";

    /// <remarks>
    /// What OPENJSON reads has the collation of the database, and SQL Server refuses to compare it with a column of another one (error
    /// 468): https://github.com/dotnet/efcore/issues/32147. The type is that of the columns of stream ids, so that their index is used.
    /// </remarks>
    public override string TextsOfJson =>
        $"SELECT [Value] COLLATE {TextCollation} AS [Value] FROM OPENJSON({{0}}) WITH ([Value] nvarchar({EnvelopeLimits.StreamId}) '$')";

    public override string PlacesOfJson =>
        $"(SELECT s COLLATE {TextCollation} AS stream_id, v AS stream_version FROM OPENJSON({{0}}) "
            + $"WITH (s nvarchar({EnvelopeLimits.StreamId}) '$.s', v bigint '$.v')) AS place";

    public override IsolationLevel Isolation => IsolationLevel.Snapshot;

    public override string AllowsIsolation =>
        "SELECT CAST(snapshot_isolation_state AS int) AS [Value] FROM [sys].[databases] WHERE database_id = DB_ID()";

    public override string ReadsWithoutWaiting =>
        "SELECT CAST(is_read_committed_snapshot_on AS int) AS [Value] FROM [sys].[databases] WHERE database_id = DB_ID()";

    public override string TakeTurn => $$"""
        DECLARE @granted int;
        EXEC @granted = sp_getapplock @Resource = {0}, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = {{TurnTimeout}}000;
        IF @granted < 0 THROW 51000, 'The turn of this projection was not free in time.', 1;
        """;

    public override string ShareTurn => """
        DECLARE @shared int;
        EXEC @shared = sp_getapplock @Resource = {0}, @LockMode = 'Shared', @LockOwner = 'Transaction', @LockTimeout = 0;
        SELECT CASE WHEN @shared >= 0 THEN 1 ELSE 0 END AS [Value];
        """;

    protected override string Counting => "IdentityColumn";

    public override string NowPlus(string milliseconds) =>
        $"TODATETIMEOFFSET(DATEADD(millisecond, {milliseconds}, SYSUTCDATETIME()), 0)";
}
