using System.CommandLine;
using CleanCqrs.Application.Operations;
using CleanCqrs.WebUi.Operations;
using Spectre.Console;

namespace CleanCqrs.WebUi.CommandLine;

internal static class ActionsCommand
{
    private const int MaxActions = 100;

    public static Command Build(RunCommand run)
    {
        var command = new Command(
            "actions",
            """
            Who redrove and discarded what, when and why: the last 100, the newest first.
            Example: actions --json
            """);
        command.SetAction((parsed, token) => run(parsed, RunAsync, token));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var page = await context.Get<IOperatorActions>().ListAsync(OperatorActionCursor.Newest, MaxActions, context.CancellationToken);
        context.Answer(page.Items.Select(action => ActionPreview.Of(action, withLetter: false)), console =>
        {
            var table = Say.TableOf("at", "by", "what", "source", "count", "stream", "version", "reason");
            foreach (var action in page.Items)
            {
                table.Row(
                    Say.Time(action.At),
                    action.By,
                    action.What.ToString(),
                    action.Source,
                    Say.Count(action.Count),
                    action.StreamId ?? action.Place,
                    $"{action.StreamVersion}",
                    action.Reason);
            }

            console.Write(table);
        });
        return ExitCodes.Success;
    }
}
