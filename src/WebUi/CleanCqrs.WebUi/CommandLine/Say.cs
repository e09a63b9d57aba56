using System.Globalization;
using CleanCqrs.Application.Outbox;
using Spectre.Console;

namespace CleanCqrs.WebUi.CommandLine;

/// <summary>How tables and numbers look on a terminal.</summary>
internal static class Say
{
    public static Table TableOf(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
        {
            table.AddColumn(column);
        }

        return table;
    }

    public static Table Row(this Table table, params string?[] cells) =>
        table.AddRow([.. cells.Select(cell => Markup.Escape(cell ?? string.Empty))]);

    /// <summary>A count; at the limit of counting it is one of many.</summary>
    public static string Count(long count) =>
        count.ToString("N0", CultureInfo.InvariantCulture) + (count == OutboxStatus.CountLimit ? " or more" : string.Empty);

    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    public static string Time(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? string.Empty;

    public static string Rate(double? perSecond) =>
        perSecond is { } rate ? rate.ToString("N0", CultureInfo.InvariantCulture) + "/s" : string.Empty;

    public static string Duration(TimeSpan? time) => time?.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture) ?? string.Empty;
}
