using System.CommandLine;
using CleanCqrs.Application.Outbox;

namespace CleanCqrs.WebUi.CommandLine;

internal static class OutboxCommand
{
    public static Command Build(RunCommand run)
    {
        var command = new Command(
            "outbox",
            """
            Which relay instance holds which range of buckets.
            Example: outbox --json
            """);
        command.SetAction((parsed, token) => run(parsed, RunAsync, token));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var ranges = await context.Get<IRangeHolders>().ListAsync(context.CancellationToken);
        context.Answer(ranges, console =>
        {
            var table = Say.TableOf("range", "buckets", "relay", "epoch");
            foreach (var held in ranges)
            {
                var first = held.Range * Bucket.RangeSize;
                table.Row($"{held.Range}", $"{first} to {first + Bucket.RangeSize - 1}", held.Relay ?? "nobody", $"{held.Epoch}");
            }

            console.Write(table);
        });
        return ranges.All(held => held.Relay is not null) ? ExitCodes.Success : ExitCodes.Failure;
    }
}
