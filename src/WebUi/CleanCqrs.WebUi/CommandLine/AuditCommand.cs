using System.CommandLine;
using System.Globalization;
using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Repairs;
using CleanCqrs.WebUi.Operations;
using Spectre.Console;

namespace CleanCqrs.WebUi.CommandLine;

internal static class AuditCommand
{
    public static Command Build(RunCommand run)
    {
        var projections = new Argument<string[]>("projection")
        {
            Description = "The projections to compare; all where none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var repair = new Option<bool>("--repair")
        {
            Description = "Put the rows right that differ from what follows from the events. A host that runs the projection does it.",
        };
        var reason = new Option<string>("--reason") { Description = "Why, for the record; --repair needs it." };
        var command = new Command(
            "audit",
            """
            Compares projections with the write model, stream by stream. Exit code 1 says that they differ.
            Example: audit balances --repair --reason "Spoilt by hand on Monday."
            """)
        {
            projections, repair, reason,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(repair) && string.IsNullOrWhiteSpace(result.GetValue(reason)))
            {
                result.AddError("--repair needs --reason \"...\": the log keeps why it was done.");
            }
        });
        command.SetAction((parsed, token) => run(
            parsed,
            context => parsed.GetValue(repair)
                ? RepairAsync(context, parsed.GetValue(projections)!, parsed.GetValue(reason)!)
                : AuditAsync(context, parsed.GetValue(projections)!),
            token));
        return command;
    }

    private static async Task<int> AuditAsync(CommandContext context, string[] projections)
    {
        var report = await context.Get<IAudits>().RunAsync(projections, context.CancellationToken);
        context.Answer(AuditPreview.Of(report), console =>
        {
            console.WriteLine($"{report.Streams.ToString("N0", CultureInfo.InvariantCulture)} streams of the write model compared");
            var table = Say.TableOf("projection", "differs", "stream", "in which way", "write model", "projection has");
            foreach (var audit in report.Projections)
            {
                table.Row(audit.Projection, audit.Total.ToString("N0", CultureInfo.InvariantCulture));
                foreach (var found in audit.Differences)
                {
                    table.Row(
                        string.Empty,
                        string.Empty,
                        found.StreamId,
                        found.Kind.ToString(),
                        $"{found.WrittenVersion}",
                        $"{found.ProjectedVersion}");
                }
            }

            console.Write(table);
        });
        return report.Total == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static async Task<int> RepairAsync(CommandContext context, string[] projections, string reason)
    {
        var repairs = context.Get<IRepairs>();
        var repaired = new List<Repaired>();
        foreach (var comparison in await repairs.CompareAsync(projections, CommandContext.By, options: null, context.CancellationToken))
        {
            var rows = comparison.IsEqual
                ? new RepairedRows(0, 0, 0, 0)
                : await repairs.RepairAllAsync(comparison.Projection, CommandContext.By, reason, context.CancellationToken);
            repaired.Add(new Repaired(comparison.Projection, rows));
        }

        context.Answer(repaired, console =>
        {
            var table = Say.TableOf("projection", "deleted", "inserted", "updated", "streams");
            foreach (var (projection, rows) in repaired)
            {
                table.Row(projection, $"{rows.Deleted}", $"{rows.Inserted}", $"{rows.Updated}", $"{rows.Streams}");
            }

            console.Write(table);
        });
        return ExitCodes.Success;
    }

    private sealed record Repaired(string Projection, RepairedRows Rows);
}
