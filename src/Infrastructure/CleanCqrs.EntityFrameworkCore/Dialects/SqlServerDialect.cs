using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>The clock in UTC, with its offset, since it is compared with columns that have one.</summary>
internal sealed class SqlServerDialect : IDialect
{
    public string Now => "TODATETIMEOFFSET(SYSUTCDATETIME(), 0)";

    public ValueConverter? Times => null;

    public string TextCollation => "Latin1_General_100_BIN2";

    public IReadOnlyList<string> PendingIndex { get; } = [nameof(OutboxMessageRow.Status), nameof(OutboxMessageRow.Position)];

    public IRowWriter? RowWriter => null;

    public string? EndWhenSilent => null;

    /// <remarks>
    /// What OPENJSON reads has the collation of the database, and SQL Server refuses to compare it with a column of another one (error 468):
    /// https://github.com/dotnet/efcore/issues/32147. The type is that of the columns, so that they can be found by their index.
    /// </remarks>
    public string TextsOf =>
        $"SELECT [Value] COLLATE {TextCollation} AS [Value] FROM OPENJSON({{0}}) WITH ([Value] nvarchar({EnvelopeLimits.StreamId}) '$')";

    public string NowPlus(string milliseconds) => $"TODATETIMEOFFSET(DATEADD(millisecond, {milliseconds}, SYSUTCDATETIME()), 0)";
}
