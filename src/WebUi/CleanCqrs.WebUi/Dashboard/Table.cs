namespace CleanCqrs.WebUi.Dashboard;

/// <summary>A table that scrolls in a box of its own, and whose rows are cards on a narrow screen.</summary>
internal static class Table
{
    /// <param name="label">What it lists, for those who do not see it.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows.</param>
    public static Html Of(string label, IReadOnlyList<Column> columns, IEnumerable<Row> rows) => Html.Of(
        $"""
        <div class="scroll" tabindex="0" role="region" aria-label="{label}"><table>
          <thead><tr>{columns.Select(column => Html.Of($"<th scope=\"col\">{column.Name}</th>"))}</tr></thead>
          <tbody>{rows.Select(row => Row(columns, row))}</tbody>
        </table></div>
        """);

    private static Html Row(IReadOnlyList<Column> columns, Row row)
    {
        var state = row.State is { } known ? Html.Of($" data-state=\"{known.ToString().ToLowerInvariant()}\"") : default;
        return Html.Of($"<tr{state}>{columns.Zip(row.Cells, Cell)}</tr>\n");

        Html Cell(Column column, Html cell) => ReferenceEquals(column, columns[0])
            ? Html.Of($"<th scope=\"row\" class=\"{column.Kind}\" data-label=\"{column.Name}\">{cell}</th>")
            : Html.Of($"<td class=\"{column.Kind}\" data-label=\"{column.Name}\">{cell}</td>");
    }
}
