using CleanCqrs.Application.Operations;
using CleanCqrs.WebUi.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>What can be done about dead letters: by the services of the API, with the same trail.</summary>
internal static class DeadLetterActs
{
    private const string NoId = "The id is not one that the list of dead letters has given out.";

    public static async Task<IResult> RedriveAsync(
        HttpContext call, [FromServices] IDeadLetters letters, CancellationToken cancellationToken)
    {
        var form = await call.Request.ReadFormAsync(cancellationToken);
        if (!DeadLetterId.TryParse(form["id"], out var id))
        {
            return Refusal.Unknown(NoId);
        }

        if (id.Kind == DeadLetterKind.Unreadable)
        {
            return Refusal.Of(
                "A message that is no event can't be redriven. Have its producer publish the event, and discard the message.");
        }

        var outcome = await letters.RedriveAsync(id, Caller.NameOf(call), cancellationToken);
        var query = DeadLetterQuery.Read(name => form[name]);
        return outcome.IsDone
            ? new SeeOther(Address.Of("/dead-letters", [.. query.Fields, ("done", "redriven")]))
            : Gone(outcome);
    }

    public static async Task<IResult> RedriveAllAsync(
        HttpContext call, [FromServices] IRedrives redrives, CancellationToken cancellationToken)
    {
        var form = await call.Request.ReadFormAsync(cancellationToken);
        var query = DeadLetterQuery.Read(name => form[name]);
        if (query.ToFilter(out var problem) is not { } filter)
        {
            return Refusal.Invalid(problem!);
        }

        return redrives.Start(filter, Caller.NameOf(call))
            ? new SeeOther(Address.Of("/dead-letters", [.. query.Fields, ("done", "redrive-started")]))
            : Refusal.Of("A redrive is under way already. Wait for its end, or end it.");
    }

    public static SeeOther CancelRedrive([FromServices] IRedrives redrives)
    {
        redrives.Cancel();
        return new SeeOther("/dead-letters?done=redrive-cancelled");
    }

    public static async Task<Page> AskToDiscardAsync(
        HttpContext call, string? id, [FromServices] IDeadLetters letters, CancellationToken cancellationToken)
    {
        if (!DeadLetterId.TryParse(id, out var wanted))
        {
            return Refusal.Unknown(NoId);
        }

        if (await letters.FindAsync(wanted, cancellationToken) is not { } letter)
        {
            return Refusal.Unknown("It is no dead letter any more. The actions tell who did what about it.");
        }

        var root = DashboardPlace.RootOf(call);
        return new Page("Discard this dead letter?", Html.Of(
            $"""
            <p class="lead">It is given up for good: it is never published or applied, and its stream goes on behind it. The trail keeps it
            whole, with your name and your reason.</p>
            {OneDeadLetterPage.Facts(DeadLetterPreview.Of(letter))}
            {Question.Of($"{root}/dead-letters/discard", "Discard it", $"{root}/dead-letters", asksReason: true, fields: [("id", id)])}
            """));
    }

    public static async Task<IResult> DiscardAsync(
        HttpContext call, [FromServices] IDeadLetters letters, CancellationToken cancellationToken)
    {
        var form = await call.Request.ReadFormAsync(cancellationToken);
        if (!DeadLetterId.TryParse(form["id"], out var id))
        {
            return Refusal.Unknown(NoId);
        }

        if (string.IsNullOrWhiteSpace(form["reason"]))
        {
            return Refusal.Invalid("Say why: it is put on record.");
        }

        var outcome = await letters.DiscardAsync(id, Caller.NameOf(call), form["reason"].ToString(), cancellationToken);
        return outcome.IsDone ? new SeeOther("/dead-letters?done=discarded") : Gone(outcome);
    }

    /// <summary>Whoever comes second hears who was first.</summary>
    private static Page Gone(DeadLetterOutcome outcome) => Refusal.Unknown(outcome.LastAction switch
    {
        null => "It is no dead letter any more.",
        { What: OperatorActionKind.Discard } last => $"{last.By} has discarded it at {Say.Time(last.At)}: {last.Reason}",
        var last => $"{last.By} has redriven it at {Say.Time(last.At)}.",
    });
}
