using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>Times are numbers of 100 ns since the year 1, as <see cref="ModelConventionExtensions.UsePortableConventions"/> stores them.</summary>
internal sealed class SqliteDialect : IDialect
{
    public string Now => "(621355968000000000 + CAST(unixepoch('subsec') * 1000 AS INTEGER) * 10000)";

    public ValueConverter Times { get; } =
        new ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, value => new DateTimeOffset(value, TimeSpan.Zero));

    public string? TextCollation => null;

    public IReadOnlyList<string> PendingIndex { get; } = [nameof(OutboxMessageRow.Status), nameof(OutboxMessageRow.Position)];

    public IRowWriter RowWriter { get; } = new SqliteRowWriter();

    public string? EndWhenSilent => null;

    public string? TextsOf => null;

    public string NowPlus(string milliseconds) => $"({Now} + {milliseconds} * 10000)";
}
