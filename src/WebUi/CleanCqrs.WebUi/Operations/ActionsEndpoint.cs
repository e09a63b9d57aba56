using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CleanCqrs.Application.Operations;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Operations;

internal static class ActionsEndpoint
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static async Task<Results<Ok<ActionList>, ProblemHttpResult>> HandleAsync(
        string? cursor, int? limit, bool? letters, [FromServices] IOperatorActions actions, CancellationToken cancellationToken)
    {
        var count = limit ?? DefaultLimit;
        if (count is < 1 or > MaxLimit)
        {
            return TypedResults.Problem(
                InvalidRequestProblem.Describe("limit", $"The limit must be between 1 and {MaxLimit}; it is {count}."));
        }

        var after = OperatorActionCursor.Newest;
        if (cursor is not null && !TryRead(cursor, out after))
        {
            return TypedResults.Problem(InvalidRequestProblem.Describe(
                "cursor", "The cursor is not one that this list has given out. Leave it out to begin anew."));
        }

        var page = await actions.ListAsync(after, count, cancellationToken);
        return TypedResults.Ok(new ActionList(
            [.. page.Items.Select(action => ActionPreview.Of(action, letters ?? false))],
            page.Next is { } next ? Write(next) : null));
    }

    private static string Write(OperatorActionCursor cursor) => string.Create(
        CultureInfo.InvariantCulture, $"{cursor.Write:x16}{cursor.Read:x16}");

    private static bool TryRead(string text, [NotNullWhen(true)] out OperatorActionCursor? cursor)
    {
        cursor = text.Length == 32
            && long.TryParse(text.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var write)
            && long.TryParse(text.AsSpan(16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var read)
                ? new OperatorActionCursor(write, read)
                : null;
        return cursor is not null;
    }
}
