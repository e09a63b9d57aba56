using System.Globalization;
using CleanCqrs.Application.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Who did what about dead letters, when and why.</summary>
internal static class ActionsPage
{
    private const int PageSize = 100;

    private static readonly Column[] _columns =
        ["At", "By", "What", "Source", Column.Number("Count"), "Stream", Column.Number("Version"), "Reason, or which"];

    public static async Task<Page> ShowAsync(
        HttpContext call, long? write, long? read, [FromServices] IOperatorActions actions, CancellationToken cancellationToken)
    {
        var after = write is null && read is null
            ? OperatorActionCursor.Newest
            : new OperatorActionCursor(write ?? long.MaxValue, read ?? long.MaxValue);
        var page = await actions.ListAsync(after, PageSize, cancellationToken);
        var next = page.Next is null ? default : Html.Of(
            $"<p><a class=\"button\" rel=\"next\" href=\"{DashboardPlace.RootOf(call)}{AddressOf(page.Next)}\">Earlier actions</a></p>");
        return new Page("Actions", Html.Of(
            $"""
            <p class="lead">Who redrove and discarded what, when and why; the newest first.</p>
            {(page.Items.Count == 0 ? Html.Of($"<p>Nothing was done yet.</p>") : Table.Of("Actions", _columns, page.Items.Select(RowOf)))}
            {next}
            """));
    }

    private static string AddressOf(OperatorActionCursor cursor) => Address.Of(
        "/actions",
        ("write", cursor.Write.ToString(CultureInfo.InvariantCulture)),
        ("read", cursor.Read.ToString(CultureInfo.InvariantCulture)));

    private static Row RowOf(OperatorAction action) => new(
        Say.TimeTag(action.At),
        action.By,
        NameOf(action.What),
        action.Source,
        Say.Number(action.Count),
        action.StreamId ?? action.Place ?? "several",
        action.StreamVersion?.ToString(CultureInfo.InvariantCulture) ?? "none",
        action.Reason ?? "none");

    private static string NameOf(OperatorActionKind kind) => kind switch
    {
        OperatorActionKind.Redrive => "redriven",
        OperatorActionKind.RedriveMany => "redriven, with others",
        OperatorActionKind.Discard => "discarded",
        _ => kind.ToString(),
    };
}
