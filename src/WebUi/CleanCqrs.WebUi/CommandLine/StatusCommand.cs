using System.CommandLine;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace CleanCqrs.WebUi.CommandLine;

internal static class StatusCommand
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(2);

    public static Command Build(RunCommand run)
    {
        var watch = new Option<bool>("--watch") { Description = "Look again every two seconds, until Ctrl+C." };
        var command = new Command(
            "status",
            """
            What the outbox and the projections hold, and how far they are.
            Example: status --watch
            """)
        {
            watch,
        };
        command.SetAction((parsed, token) => run(parsed, context => RunAsync(context, parsed.GetValue(watch)), token));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, bool watches)
    {
        do
        {
            var status = await ReadAsync(context);
            context.Answer(status, console => Show(console, status));
            if (watches)
            {
                await Task.Delay(_interval, context.Get<TimeProvider>(), context.CancellationToken);
            }
        }
        while (watches);

        return ExitCodes.Success;
    }

    private static async Task<PipelineStatus> ReadAsync(CommandContext context)
    {
        var projections = new List<ProjectionState>();
        foreach (var name in context.Get<IOptions<OperationsOptions>>().Value.Projections)
        {
            projections.Add(new ProjectionState(
                await context.Get<IProjectionOperations>().GetStatusAsync(name, context.CancellationToken),
                await context.Get<IProjectionProgress>().FindAsync(name, context.CancellationToken)));
        }

        return new PipelineStatus(await context.Get<IOutboxOperations>().GetStatusAsync(context.CancellationToken), projections);
    }

    private static void Show(IAnsiConsole console, PipelineStatus status)
    {
        var outbox = status.Outbox;
        console.Write(Say.TableOf("outbox", "pending", "oldest pending", "dead letters", "blocked streams", "published", "outage").Row(
            string.Empty,
            Say.Count(outbox.Pending),
            Say.Time(outbox.OldestPending),
            Say.Count(outbox.DeadLetters),
            Say.Count(outbox.BlockedStreams),
            Say.Count(outbox.Published),
            outbox.Outage is { } outage ? $"{outage.Attempts} attempts: {outage.Error}" : "none"));
        var table = Say.TableOf(
            "projection", "behind", "rate", "remaining", "streams", "parked", "retrying", "dead letters", "holes", "collisions", "ahead",
            "unreadable");
        foreach (var (held, progress) in status.Projections)
        {
            table.Row(
                held.Name,
                progress is null ? "unknown" : Say.Count(progress.Behind) + (progress.IsCaughtUp ? string.Empty : ", catching up"),
                Say.Rate(progress?.EventsPerSecond),
                Say.Duration(progress?.Remaining),
                Say.Count(held.Streams),
                Say.Count(held.Parked),
                Say.Count(held.Retrying),
                Say.Count(held.DeadLetters),
                Say.Count(held.Holes),
                Say.Count(held.Collisions),
                Say.Count(held.Ahead),
                Say.Count(held.Unreadable));
        }

        console.Write(table);
    }

    private sealed record PipelineStatus(OutboxStatus Outbox, IReadOnlyList<ProjectionState> Projections);

    private sealed record ProjectionState(ProjectionStatus Held, ProjectionProgress? Progress);
}
