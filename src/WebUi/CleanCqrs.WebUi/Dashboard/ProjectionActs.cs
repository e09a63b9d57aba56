using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.WebUi.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>What can be done about projections: by the services of the API and of the command line.</summary>
internal static class ProjectionActs
{
    private static readonly ProjectionAct[] _acts =
    [
        new(
            "rebuild",
            "Rebuild this projection?",
            "The next generation of its tables is filled from history beside the current one, by the hosts that run it. Queries go on.",
            "Rebuild",
            (call, token) => Rebuilds(call).StartAsync(
                [call.Projection], new RebuildOptions { StartedBy = call.By, SwitchWhenReady = call.IsChosen }, token))
        {
            Choice = "Make it the current one as soon as it is ready",
        },
        new(
            "switch",
            "Make the new generation the current one?",
            "Queries see its rows from then on. The one that is current now is kept for a rollback.",
            "Switch",
            (call, token) => Rebuilds(call).SwitchAsync(call.Projection, call.IsChosen, token))
        {
            Choice = "Also when events fail, or are missing, in the new one only",
        },
        new(
            "rollback",
            "Go back to the former generation?",
            "It is brought up to date by the code that runs now, and becomes the current one again.",
            "Roll back",
            (call, token) => Rebuilds(call).RollBackAsync(call.Projection, call.By, token)),
        new(
            "cancel-rebuild",
            "Give the new generation up?",
            "Its rows are dropped. The current generation stays as it is.",
            "Give it up",
            (call, token) => Rebuilds(call).CancelAsync(call.Projection, token)),
        new(
            "forget-former",
            "Drop the former generation?",
            "There is no way back to it then.",
            "Drop it",
            (call, token) => Rebuilds(call).ForgetFormerAsync(call.Projection, token)),
        new(
            "accept-hole",
            "Accept that these events are missing?",
            "The read model goes on without them, from the first version behind the hole. That can't be taken back.",
            "Accept the hole",
            async (call, token) => Require(
                await call.Services.GetRequiredService<IProjectionHoles>()
                    .AcceptAsync(call.Projection, call.Stream, call.By, call.Reason, token),
                "The stream has no open hole any more."))
        {
            AsksReason = true,
        },
        new(
            "accept-all-holes",
            "Accept all holes of this projection?",
            "The read model goes on without the events that are missing. That can't be taken back.",
            "Accept all holes",
            async (call, token) => Require(
                await call.Services.GetRequiredService<IProjectionHoles>().AcceptAllAsync(call.Projection, call.By, call.Reason, token) > 0,
                "The projection has no open hole any more."))
        {
            AsksReason = true,
        },
        new(
            "accept-collision",
            "Accept the collision?",
            "What the read model shows stays. The event that came second counts as the one at its version, without being applied.",
            "Accept the collision",
            async (call, token) => Require(
                await call.Services.GetRequiredService<IProjectionOperations>().AcceptCollisionAsync(call.Projection, call.Stream, token),
                "The stream has no collision any more.")),
        new(
            "raise",
            "Let the write side go on behind what was projected?",
            "What read models show stays, and the versions of the aggregate are raised to those applied. That can't be taken back.",
            "Raise the write side",
            (call, token) => call.Services.GetRequiredService<IAudits>().RaiseAsync([call.Stream], call.By, call.Reason, token))
        {
            AsksReason = true,
        },
        new(
            "audit",
            "Audit this projection?",
            "It is compared with the write model, stream by stream.",
            "Audit",
            (call, _) => Done(Require(
                call.Services.GetRequiredService<IAudits>().Start([call.Projection]),
                "An audit is under way already. Wait for its end, or end it."))),
        new(
            "cancel-audit",
            "End the audit?",
            "What it has found so far is forgotten.",
            "End it",
            (call, _) => Done(Require(call.Services.GetRequiredService<IAudits>().Cancel(), "No audit is under way any more."))),
    ];

    public static Page Ask(HttpContext call, string? what, string? name, string? stream)
    {
        if (Find(what) is not { } act || string.IsNullOrEmpty(name))
        {
            return Unknown();
        }

        var root = DashboardPlace.RootOf(call);
        return new Page(act.Title, Html.Of(
            $"""
            <dl class="facts"><div><dt>Projection</dt><dd>{name}</dd></div>{(string.IsNullOrEmpty(stream)
                ? default
                : Html.Of($"<div><dt>Stream</dt><dd>{stream}</dd></div>"))}</dl>
            <p class="lead">{act.Consequence}</p>
            {Question.Of(
                $"{root}/projections/act",
                act.Label,
                root + Address.Of("/projections/one", ("name", name)),
                act.AsksReason,
                [("what", what), ("name", name), ("stream", stream)],
                act.Choice)}
            """));
    }

    public static async Task<IResult> RunAsync(HttpContext call, CancellationToken cancellationToken)
    {
        var form = await call.Request.ReadFormAsync(cancellationToken);
        var (name, reason) = (form["name"].ToString(), form["reason"].ToString());
        if (Find(form["what"]) is not { } act || name.Length == 0)
        {
            return Unknown();
        }

        if (act.AsksReason && string.IsNullOrWhiteSpace(reason))
        {
            return Refusal.Invalid("Say why: it is put on record.");
        }

        var asked = new ProjectionCall(
            call.RequestServices, name, form["stream"].ToString(), Caller.NameOf(call), reason, form["choice"] == "yes");
        try
        {
            await act.RunAsync(asked, cancellationToken);
        }
        catch (InvalidOperationException refusal) when (refusal.InnerException is null)
        {
            // A sentence that says what to do, as on the command line.
            return Refusal.Of(refusal.Message);
        }

        return new SeeOther(Address.Of("/projections/one", ("name", name), ("done", act.Code)));
    }

    /// <summary>Compares the generation that is ready with the current one, and shows what differs.</summary>
    public static async Task<IResult> CompareAsync(HttpContext call, CancellationToken cancellationToken)
    {
        var name = (await call.Request.ReadFormAsync(cancellationToken))["name"].ToString();
        try
        {
            var rebuilds = call.RequestServices.GetRequiredService<IRebuilds>();
            return ComparisonPage.Of(await rebuilds.CompareAsync(name, options: null, cancellationToken), DashboardPlace.RootOf(call));
        }
        catch (RebuildRefusedException refusal)
        {
            return Refusal.Of(refusal.Message);
        }
    }

    private static ProjectionAct? Find(string? what) => Array.Find(_acts, act => act.Code == what);

    private static Page Unknown() => Refusal.Unknown("There is nothing of that name to do about a projection.");

    private static IRebuilds Rebuilds(ProjectionCall call) => call.Services.GetRequiredService<IRebuilds>();

    private static bool Require(bool isDone, string otherwise) => isDone ? isDone : throw new InvalidOperationException(otherwise);

    private static Task Done(bool _) => Task.CompletedTask;
}
