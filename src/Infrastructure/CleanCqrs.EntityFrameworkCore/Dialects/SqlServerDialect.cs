using CleanCqrs.EntityFrameworkCore.Internals;
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

    public string NowPlus(string milliseconds) => $"TODATETIMEOFFSET(DATEADD(millisecond, {milliseconds}, SYSUTCDATETIME()), 0)";
}
