using CleanCqrs.Application.Operations;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CleanCqrs.WebUi.Operations;

internal static class DeadLetterEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/dead-letters", ListAsync)
            .WithName("ListDeadLetters")
            .WithSummary("What the transport refused, a projection could not apply, or nobody could read.")
            .ProducesProblem(ProblemTypes.Validation.Status);
        group.MapGet("/dead-letters/groups", GroupAsync)
            .WithName("GroupDeadLetters")
            .WithSummary("How many dead letters have the same source, event type and error.")
            .ProducesProblem(ProblemTypes.Validation.Status);
        group.MapGet("/dead-letters/{id}", FindAsync)
            .WithName("GetDeadLetter")
            .WithSummary("One dead letter, whole.")
            .ProducesProblem(ProblemTypes.UnknownDeadLetter.Status);
        group.MapPost("/dead-letters/redrive", RedriveStreamAsync)
            .WithName("RedriveDeadLetter")
            .WithSummary("Tries a dead letter, and what waits behind it in its stream, again.")
            .ProducesProblem(ProblemTypes.MalformedBody.Status)
            .ProducesProblem(ProblemTypes.UnknownDeadLetter.Status);
        group.MapPost("/dead-letters/{id}/redrive", RedriveAsync)
            .WithName("RedriveOneDeadLetter")
            .WithSummary("Tries a dead letter, and what waits behind it in its stream, again.")
            .ProducesProblem(ProblemTypes.UnknownDeadLetter.Status)
            .ProducesProblem(ProblemTypes.RuleBrokenByState.Status);
        group.MapPost("/dead-letters/{id}/discard", DiscardAsync)
            .WithName("DiscardDeadLetter")
            .WithSummary("Gives a dead letter up, for good: its stream goes on behind it.")
            .ProducesProblem(ProblemTypes.Validation.Status)
            .ProducesProblem(ProblemTypes.UnknownDeadLetter.Status);
        group.MapPost("/dead-letters/redrives", StartRedrive)
            .WithName("StartRedrive")
            .WithSummary("Begins to redrive all that are meant, in the background.")
            .ProducesProblem(ProblemTypes.Validation.Status)
            .ProducesProblem(ProblemTypes.RuleBrokenByState.Status);
        group.MapGet("/dead-letters/redrives", ReadRedrive)
            .WithName("GetRedrive")
            .WithSummary("How far the redrive in the background is, or what became of the last one.");
        group.MapDelete("/dead-letters/redrives/running", CancelRedrive)
            .WithName("CancelRedrive")
            .WithSummary("Ends the redrive in the background; what it has redriven stays so.");
    }

    private static async Task<Results<Ok<DeadLetterList>, ProblemHttpResult>> ListAsync(
        [AsParameters] DeadLetterSelection selection,
        string? cursor,
        int? limit,
        [FromServices] IDeadLetters deadLetters,
        CancellationToken cancellationToken)
    {
        var count = limit ?? DefaultLimit;
        if (count is < 1 or > MaxLimit)
        {
            return Invalid("limit", $"The limit must be between 1 and {MaxLimit}; it is {count}.");
        }

        DeadLetterId? after = null;
        if (cursor is not null && !DeadLetterId.TryParse(cursor, out after))
        {
            return Invalid("cursor", "The cursor is not one that this list has given out. Leave it out to begin anew.");
        }

        if (selection.ToFilter() is not { } filter)
        {
            return UnknownKind(selection);
        }

        var page = await deadLetters.ListAsync(filter, after, count, cancellationToken);
        return TypedResults.Ok(new DeadLetterList(
            [.. page.Items.Select(DeadLetterPreview.Of)], page.IsComplete, page.Next?.ToString()));
    }

    private static async Task<Results<Ok<DeadLetterGroupList>, ProblemHttpResult>> GroupAsync(
        [AsParameters] DeadLetterSelection selection, [FromServices] IDeadLetters deadLetters, CancellationToken cancellationToken) =>
        selection.ToFilter() is { } filter
            ? TypedResults.Ok(DeadLetterGroupList.Of(await deadLetters.GroupAsync(filter, cancellationToken)))
            : UnknownKind(selection);

    private static async Task<Results<Ok<DeadLetterPreview>, ProblemHttpResult>> FindAsync(
        string id, [FromServices] IDeadLetters deadLetters, CancellationToken cancellationToken)
    {
        if (!DeadLetterId.TryParse(id, out var wanted))
        {
            return UnknownId();
        }

        return await deadLetters.FindAsync(wanted, cancellationToken) is { } letter
            ? TypedResults.Ok(DeadLetterPreview.Of(letter))
            : Unknown(wanted, null);
    }

    private static async Task<Results<Ok<RedriveRequest>, ProblemHttpResult>> RedriveStreamAsync(
        RedriveRequest request, HttpContext call, [FromServices] IDeadLetters deadLetters, CancellationToken cancellationToken)
    {
        var outcome = await deadLetters.RedriveAsync(request.Source, request.StreamId, Caller.NameOf(call), cancellationToken);
        return outcome.IsDone ? TypedResults.Ok(request) : Unknown(request.Source, request.StreamId, outcome.LastAction);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RedriveAsync(
        string id, HttpContext call, [FromServices] IDeadLetters deadLetters, CancellationToken cancellationToken)
    {
        if (!DeadLetterId.TryParse(id, out var wanted))
        {
            return UnknownId();
        }

        if (wanted.Kind == DeadLetterKind.Unreadable)
        {
            return ProblemTypes.RuleBrokenByState.ToResult(
                "A message that is no event can't be redriven. Have its producer publish the event, and discard the message.");
        }

        var outcome = await deadLetters.RedriveAsync(wanted, Caller.NameOf(call), cancellationToken);
        return outcome.IsDone ? TypedResults.NoContent() : Unknown(wanted, outcome.LastAction);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(
        string id,
        DiscardRequest request,
        HttpContext call,
        [FromServices] IDeadLetters deadLetters,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            return Invalid("reason", "Say why: it is put on record.");
        }

        if (!DeadLetterId.TryParse(id, out var wanted))
        {
            return UnknownId();
        }

        var outcome = await deadLetters.DiscardAsync(wanted, Caller.NameOf(call), request.Reason, cancellationToken);
        return outcome.IsDone ? TypedResults.NoContent() : Unknown(wanted, outcome.LastAction);
    }

    private static Results<Accepted, ProblemHttpResult> StartRedrive(
        DeadLetterSelection selection, HttpContext call, [FromServices] IRedrives redrives)
    {
        if (selection.ToFilter() is not { } filter)
        {
            return UnknownKind(selection);
        }

        return redrives.Start(filter, Caller.NameOf(call))
            ? TypedResults.Accepted((string?)null)
            : ProblemTypes.RuleBrokenByState.ToResult("A redrive is under way already. Wait for its end, or cancel it.");
    }

    private static Ok<RedriveStatus> ReadRedrive([FromServices] IRedrives redrives) =>
        TypedResults.Ok(new RedriveStatus(redrives.Read()));

    private static NoContent CancelRedrive([FromServices] IRedrives redrives)
    {
        redrives.Cancel();
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult Invalid(string member, string error) =>
        TypedResults.Problem(InvalidRequestProblem.Describe(member, error));

    private static ProblemHttpResult UnknownKind(DeadLetterSelection selection) =>
        Invalid("kind", $"The kind must be refused, failed or unreadable; it is '{selection.Kind}'.");

    private static ProblemHttpResult UnknownId() =>
        ProblemTypes.UnknownDeadLetter.ToResult("The id is not one that the list of dead letters has given out.");

    private static ProblemHttpResult Unknown(DeadLetterId id, OperatorAction? last) => id.Position is { } position
        ? ProblemTypes.UnknownDeadLetter.ToResult($"'{id.Source}' keeps no message from {position}.{Told(last)}")
        : ProblemTypes.UnknownDeadLetter.ToResult(
            $"Version {id.StreamVersion} of stream '{id.StreamId}' is no dead letter of '{id.Source}'.{Told(last)}");

    private static ProblemHttpResult Unknown(string source, string streamId, OperatorAction? last) =>
        ProblemTypes.UnknownDeadLetter.ToResult($"'{source}' holds no dead letter of stream '{streamId}'.{Told(last)}");

    /// <summary>Whoever comes second hears who was first.</summary>
    private static string Told(OperatorAction? last) => last switch
    {
        null => string.Empty,
        { What: OperatorActionKind.Discard } => $" {last.By} has discarded it at {last.At:O}: {last.Reason}",
        _ => $" {last.By} has redriven it at {last.At:O}.",
    };
}
