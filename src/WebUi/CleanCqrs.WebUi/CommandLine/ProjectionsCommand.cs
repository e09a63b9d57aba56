using System.CommandLine;
using System.Globalization;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace CleanCqrs.WebUi.CommandLine;

internal static class ProjectionsCommand
{
    private const int MaxHoles = 1_000;

    public static Command Build(RunCommand run)
    {
        var command = new Command("projections", "Catch-up, rebuilds and holes of projections.")
        {
            BuildList(run),
            BuildCatchUp(run),
            BuildRebuild(run),
            BuildSwitch(run),
            BuildOfOne(run, "rollback", "Goes back to the former generation, once that is up to date.", async (context, name) =>
                await context.Get<IRebuilds>().RollBackAsync(name, CommandContext.By, context.CancellationToken)),
            BuildOfOne(run, "cancel", "Gives up the generation that is being built.", (context, name) =>
                context.Get<IRebuilds>().CancelAsync(name, context.CancellationToken)),
            BuildOfOne(run, "forget-former", "Drops the former generation: there is no way back to it then.", (context, name) =>
                context.Get<IRebuilds>().ForgetFormerAsync(name, context.CancellationToken)),
            BuildHoles(run),
            BuildAcceptHole(run),
        };
        return command;
    }

    private static Command BuildList(RunCommand run)
    {
        var command = new Command(
            "list",
            """
            The projections and their generations, with how far they are.
            Example: projections list --json
            """);
        command.SetAction((parsed, token) => run(parsed, ListAsync, token));
        return command;
    }

    private static Command BuildCatchUp(RunCommand run)
    {
        var name = NameArgument();
        var command = new Command(
            "catch-up",
            """
            Waits until a projection has caught up with history, and shows how far it is. The hosts that run it do the work.
            Example: projections catch-up balances
            """)
        {
            name,
        };
        command.SetAction((parsed, token) => run(parsed, context => CatchUpAsync(context, parsed.GetValue(name)!), token));
        return command;
    }

    private static Command BuildRebuild(RunCommand run)
    {
        var names = new Argument<string[]>("projection") { Description = "The projections.", Arity = ArgumentArity.OneOrMore };
        var switches = new Option<bool>("--switch") { Description = "Make the new generation the current one as soon as it is ready." };
        var wait = new Option<bool>("--wait") { Description = "Wait until it is ready or switched, and show how far it is." };
        var command = new Command(
            "rebuild",
            """
            Builds the next generation of projections from history, beside the current one. The hosts that run them do the work.
            Example: projections rebuild balances --switch --wait
            """)
        {
            names, switches, wait,
        };
        command.SetAction((parsed, token) => run(
            parsed,
            context => RebuildAsync(context, parsed.GetValue(names)!, parsed.GetValue(switches), parsed.GetValue(wait)),
            token));
        return command;
    }

    private static Command BuildSwitch(RunCommand run)
    {
        var name = NameArgument();
        var force = new Option<bool>("--force")
        {
            Description = "Also when events fail in the new generation that did not in the current one.",
        };
        var command = new Command(
            "switch",
            """
            Makes the generation that is ready the current one.
            Example: projections switch balances
            """)
        {
            name, force,
        };
        command.SetAction((parsed, token) => run(
            parsed,
            async context =>
            {
                await context.Get<IRebuilds>().SwitchAsync(parsed.GetValue(name)!, parsed.GetValue(force), context.CancellationToken);
                return await ListAsync(context);
            },
            token));
        return command;
    }

    private static Command BuildOfOne(RunCommand run, string verb, string description, Func<CommandContext, string, Task> work)
    {
        var name = NameArgument();
        var command = new Command(verb, $"{description}\nExample: projections {verb} balances") { name };
        command.SetAction((parsed, token) => run(
            parsed,
            async context =>
            {
                await work(context, parsed.GetValue(name)!);
                return await ListAsync(context);
            },
            token));
        return command;
    }

    private static Command BuildHoles(RunCommand run)
    {
        var name = NameArgument();
        var command = new Command(
            "holes",
            """
            The events that neither a projection nor history has. Exit code 1 says that there are some.
            Example: projections holes balances
            """)
        {
            name,
        };
        command.SetAction((parsed, token) => run(parsed, context => ListHolesAsync(context, parsed.GetValue(name)!), token));
        return command;
    }

    private static Command BuildAcceptHole(RunCommand run)
    {
        var name = NameArgument();
        var stream = new Argument<string?>("stream") { Description = "The stream.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All holes of the projection." };
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", Required = true };
        var command = new Command(
            "accept-hole",
            """
            Accepts that events are missing: the stream goes on behind them.
            Example: projections accept-hole balances 4711 --reason "Lost with the disk of May."
            """)
        {
            name, stream, all, reason,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(stream) is not null))
            {
                result.AddError("Name either a stream, or --all.");
            }
        });
        command.SetAction((parsed, token) => run(
            parsed,
            context => AcceptAsync(context, parsed.GetValue(name)!, parsed.GetValue(stream), parsed.GetValue(reason)!),
            token));
        return command;
    }

    private static Argument<string> NameArgument() => new("projection") { Description = "The name of the projection." };

    private static async Task<int> ListAsync(CommandContext context)
    {
        var generations = await context.Get<IRebuilds>().ListAsync(context.CancellationToken);
        var lines = new List<ProjectionLine>();
        foreach (var name in context.Get<IOptions<OperationsOptions>>().Value.Projections)
        {
            lines.Add(new ProjectionLine(
                name,
                await context.Get<IProjectionProgress>().FindAsync(name, context.CancellationToken),
                [.. generations.Where(status => status.Generation.Projection == name)]));
        }

        context.Answer(lines, console => Show(console, lines));
        return ExitCodes.Success;
    }

    private static void Show(IAnsiConsole console, List<ProjectionLine> lines)
    {
        var table = Say.TableOf("projection", "generation", "state", "behind", "rate", "remaining", "started by", "note");
        foreach (var (name, progress, generations) in lines)
        {
            table.Row(
                name,
                string.Empty,
                progress is null ? "unknown" : progress.IsCaughtUp ? "caught up" : "catching up",
                progress is null ? string.Empty : Say.Count(progress.Behind),
                Say.Rate(progress?.EventsPerSecond),
                Say.Duration(progress?.Remaining));
            foreach (var status in generations)
            {
                var generation = status.Generation;
                table.Row(
                    string.Empty,
                    generation.Number.ToString(CultureInfo.InvariantCulture),
                    generation.State.ToString(),
                    generation.IsBuilt ? Say.Count(status.Behind) : string.Empty,
                    Say.Rate(status.EventsPerSecond),
                    Say.Duration(status.Remaining),
                    generation.StartedBy,
                    generation.Note);
            }
        }

        console.Write(table);
    }

    private static async Task<int> CatchUpAsync(CommandContext context, string name)
    {
        var progress = await FollowAsync(
            context,
            name,
            async () =>
            {
                var found = await context.Get<IProjectionProgress>().FindAsync(name, context.CancellationToken)
                    ?? throw new InvalidOperationException($"This host knows no history to compare the projection {name} with.");
                return (found, found.Behind, IsOver: found is { IsCaughtUp: true, Behind: 0 });
            });
        context.Answer(progress, console => console.WriteLine($"{name} has caught up."));
        return ExitCodes.Success;
    }

    private static async Task<int> RebuildAsync(CommandContext context, string[] names, bool switches, bool waits)
    {
        var rebuilds = context.Get<IRebuilds>();
        var options = new RebuildOptions { StartedBy = CommandContext.By, SwitchWhenReady = switches };
        var begun = await rebuilds.StartAsync(names, options, context.CancellationToken);
        foreach (var generation in waits ? begun : [])
        {
            await FollowAsync(
                context,
                generation.Name,
                async () =>
                {
                    var found = (await rebuilds.ListAsync(context.CancellationToken))
                        .FirstOrDefault(status => status.Generation.Name == generation.Name)
                        ?? throw new InvalidOperationException(
                            $"{generation.Name} is not being built any more: somebody has cancelled it.");
                    return (found, found.Behind, IsOver: found.Generation.State != RebuildState.Building
                        && (!switches || found.Generation.State != RebuildState.Ready || found.Generation.Note is not null));
                });
        }

        return await ListAsync(context);
    }

    private static async Task<int> ListHolesAsync(CommandContext context, string name)
    {
        var holes = await context.Get<IProjectionHoles>().ListAsync(name, HoleState.Open, MaxHoles, context.CancellationToken);
        context.Answer(holes, console =>
        {
            var table = Say.TableOf("stream", "from version", "to version", "found");
            foreach (var hole in holes)
            {
                table.Row(hole.StreamId, $"{hole.FromVersion}", $"{hole.ToVersion}", Say.Time(hole.FoundAt));
            }

            console.Write(table);
        });
        return holes.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static async Task<int> AcceptAsync(CommandContext context, string name, string? stream, string reason)
    {
        var holes = context.Get<IProjectionHoles>();
        var accepted = stream is null
            ? await holes.AcceptAllAsync(name, CommandContext.By, reason, context.CancellationToken)
            : await holes.AcceptAsync(name, stream, CommandContext.By, reason, context.CancellationToken) ? 1 : 0;
        context.Answer(new { Accepted = accepted }, console => console.WriteLine($"{Say.Count(accepted, "hole", "holes")} accepted."));
        return accepted > 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    /// <summary>Looks again until something is over. On a terminal it shows a bar meanwhile.</summary>
    private static async Task<T> FollowAsync<T>(
        CommandContext context, string name, Func<Task<(T State, long Behind, bool IsOver)>> look)
    {
        var (state, behind, isOver) = await look();
        await context.Progress().StartAsync(async progress =>
        {
            var bar = progress.AddTask(Markup.Escape(name), maxValue: Math.Max(behind, 1));
            while (!isOver)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), context.Get<TimeProvider>(), context.CancellationToken);
                (state, behind, isOver) = await look();
                bar.MaxValue = Math.Max(bar.MaxValue, behind);
                bar.Value = bar.MaxValue - behind;
            }

            bar.Value = bar.MaxValue;
        });
        return state;
    }

    private sealed record ProjectionLine(string Projection, ProjectionProgress? Progress, IReadOnlyList<RebuildStatus> Generations);
}
