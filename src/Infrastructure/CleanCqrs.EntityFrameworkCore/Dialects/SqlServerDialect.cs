using CleanCqrs.Application.Transport;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>The clock in UTC, with its offset, since it is compared with columns that have one.</summary>
internal sealed class SqlServerDialect : Dialect
{
    public override string Now => "TODATETIMEOFFSET(SYSUTCDATETIME(), 0)";

    public override string TextCollation => "Latin1_General_100_BIN2";

    public override string UnlimitedText => "nvarchar(max)";

    public override string Annotations => "SqlServer:";

    /// <remarks>
    /// What OPENJSON reads has the collation of the database, and SQL Server refuses to compare it with a column of another one (error
    /// 468): https://github.com/dotnet/efcore/issues/32147. The type is that of the columns of stream ids, so that their index is used.
    /// </remarks>
    public override string TextsOfJson =>
        $"SELECT [Value] COLLATE {TextCollation} AS [Value] FROM OPENJSON({{0}}) WITH ([Value] nvarchar({EnvelopeLimits.StreamId}) '$')";

    protected override string Counting => "IdentityColumn";

    public override string NowPlus(string milliseconds) =>
        $"TODATETIMEOFFSET(DATEADD(millisecond, {milliseconds}, SYSUTCDATETIME()), 0)";
}
