using System.CommandLine;
using System.Globalization;
using CleanCqrs.Application.Operations;
using CleanCqrs.WebUi.Operations;
using Spectre.Console;

namespace CleanCqrs.WebUi.CommandLine;

internal static class ExplainCommand
{
    public static Command Build(RunCommand run)
    {
        var id = new Argument<string>("id") { Description = "The id of an aggregate or of an event, or an idempotency key." };
        var command = new Command(
            "explain",
            """
            Where something is on its way from the command into the read models, what it waits for, and what to do.
            Example: explain 0193d1c0-7a00-7000-8000-000000000001
            """)
        {
            id,
        };
        command.SetAction((parsed, token) => run(parsed, context => RunAsync(context, parsed.GetValue(id)!), token));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string id)
    {
        var explanation = await context.Get<IExplanations>().ExplainAsync(id, context.CancellationToken);
        if (!explanation.IsKnown)
        {
            throw new InvalidOperationException(
                $"Nobody knows '{id}': it is neither a stream, nor one of the youngest million events, nor an idempotency key that is "
                + "kept.");
        }

        context.Answer(ExplanationPreview.Of(explanation), console => Show(console, explanation));
        return ExitCodes.Success;
    }

    private static void Show(IAnsiConsole console, Explanation explanation)
    {
        foreach (var command in explanation.Commands)
        {
            console.WriteLine(
                $"{command.Command} of {command.Scope}, committed {Say.Time(command.CommittedAt)} with key {command.Key}: "
                + Say.Count(command.Events.Count, "event", "events") + " on record.");
        }

        foreach (var stream in explanation.Streams)
        {
            Show(console, stream);
        }
    }

    private static void Show(IAnsiConsole console, ExplainedStream stream)
    {
        console.WriteLine();
        console.WriteLine(
            $"Stream {stream.StreamId}, bucket {stream.Bucket}, range {stream.Range}, relay {stream.Written.Relay ?? "nobody"}");
        foreach (var finding in stream.Findings)
        {
            var (sign, colour) = finding.Kind switch
            {
                FindingKind.Done => ("done ", "green"),
                FindingKind.Waits => ("waits", "yellow"),
                _ => ("ACT  ", "red"),
            };
            console.MarkupLine($"[{colour}]{sign}[/] {Markup.Escape(finding.Part)}: {Markup.Escape(finding.What)}");
            if (finding.ToDo is { } toDo)
            {
                console.WriteLine($"      -> {toDo}");
            }
        }

        var table = Say.TableOf("version", "event", "position", "state", "committed", "published", "attempts", "error");
        foreach (var written in stream.Written.Events)
        {
            table.Row(
                (written.Envelope.StreamVersion == stream.Version ? "> " : string.Empty)
                    + written.Envelope.StreamVersion.ToString(CultureInfo.InvariantCulture),
                written.Envelope.EventType,
                written.Position.ToString(CultureInfo.InvariantCulture),
                written.State.ToString(),
                Say.Time(written.Envelope.OccurredAt),
                Say.Time(written.PublishedAt),
                written.Attempts.ToString(CultureInfo.InvariantCulture),
                written.Error);
        }

        console.Write(table);
    }
}
